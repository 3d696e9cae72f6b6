-- Since when evidence serves nowhere: it is kept for a while from then on, what was removed before from now on.
ALTER TABLE evidence_items ADD COLUMN "RemovedAt" timestamp with time zone;
UPDATE evidence_items SET "RemovedAt" = now()
    WHERE NOT EXISTS (SELECT 1 FROM evidence_places WHERE "EvidenceItemId" = evidence_items."Id");
-- No program ever set it.
ALTER TABLE result_runs DROP COLUMN "Seed";
