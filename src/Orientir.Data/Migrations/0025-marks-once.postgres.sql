-- Changes of marks are taken once like those of answers: what is remembered of a change names the subject, which may have no submission.
ALTER TABLE accepted_patches ADD COLUMN "CampaignSubjectId" integer;
UPDATE accepted_patches SET "CampaignSubjectId" = own."CampaignSubjectId" FROM submissions own WHERE own."Id" = "SubmissionId";
ALTER TABLE accepted_patches ALTER COLUMN "CampaignSubjectId" SET NOT NULL;
ALTER TABLE accepted_patches ADD CONSTRAINT "FK_accepted_patches_campaign_subjects_CampaignSubjectId"
    FOREIGN KEY ("CampaignSubjectId") REFERENCES campaign_subjects ("Id") ON DELETE CASCADE;
ALTER TABLE accepted_patches DROP COLUMN "SubmissionId";
CREATE INDEX "IX_accepted_patches_CampaignSubjectId" ON accepted_patches ("CampaignSubjectId");
