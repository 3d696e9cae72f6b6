-- What the operator asks to be put right at one indicator; and that a submission was returned ever: it is taken back by its own people no more.
ALTER TABLE returned_nodes ADD COLUMN "Note" text;
ALTER TABLE submissions ADD COLUMN "WasReturned" boolean NOT NULL DEFAULT false;
UPDATE submissions SET "WasReturned" = true
    WHERE EXISTS (
        SELECT 1 FROM audit_entries
        WHERE "Action" = 'submission.return' AND "CampaignSubjectId" = submissions."CampaignSubjectId"
    );
