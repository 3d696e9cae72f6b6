-- What the operator asks to be put right at one indicator; and that a submission was returned ever: it is taken back by its own people no more.
ALTER TABLE "returned_nodes" ADD COLUMN "Note" TEXT NULL;
ALTER TABLE "submissions" ADD COLUMN "WasReturned" INTEGER NOT NULL DEFAULT 0;
UPDATE "submissions" SET "WasReturned" = 1
    WHERE EXISTS (
        SELECT 1 FROM "audit_entries"
        WHERE "Action" = 'submission.return' AND "CampaignSubjectId" = "submissions"."CampaignSubjectId"
    );
