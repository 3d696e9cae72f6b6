-- Entries hold what was answered and marked: those of another region do not exist for a session. Those of the installation have no region.
ALTER TABLE audit_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY region ON audit_entries USING (
    current_setting('orientir.region', true) = '*' OR coalesce("RegionId"::text, '') = coalesce(current_setting('orientir.region', true), '')
);
