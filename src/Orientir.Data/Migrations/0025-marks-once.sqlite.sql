-- Changes of marks are taken once like those of answers: what is remembered of a change names the subject, which may have no submission.
-- SQLite drops no column that refers to another table: the table is made anew.
CREATE TABLE "accepted_patches_new" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_accepted_patches" PRIMARY KEY,
    "RegionId" INTEGER NOT NULL,
    "CampaignSubjectId" INTEGER NOT NULL,
    "At" TEXT NOT NULL,
    "Response" TEXT NOT NULL,
    CONSTRAINT "FK_accepted_patches_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_accepted_patches_campaign_subjects_CampaignSubjectId" FOREIGN KEY ("CampaignSubjectId")
        REFERENCES "campaign_subjects" ("Id") ON DELETE CASCADE
);
INSERT INTO "accepted_patches_new" ("Id", "RegionId", "CampaignSubjectId", "At", "Response")
SELECT patch."Id", patch."RegionId", own."CampaignSubjectId", patch."At", patch."Response"
FROM "accepted_patches" patch JOIN "submissions" own ON own."Id" = patch."SubmissionId";
DROP TABLE "accepted_patches";
ALTER TABLE "accepted_patches_new" RENAME TO "accepted_patches";
CREATE INDEX "IX_accepted_patches_RegionId" ON "accepted_patches" ("RegionId");
CREATE INDEX "IX_accepted_patches_CampaignSubjectId" ON "accepted_patches" ("CampaignSubjectId");
