-- A session to which no region was ever told has none, not an empty one: it saw and added no job of the installation.
DROP POLICY region ON jobs;
CREATE POLICY region ON jobs USING (
    current_setting('orientir.region', true) = '*' OR coalesce("RegionId"::text, '') = coalesce(current_setting('orientir.region', true), '')
);
