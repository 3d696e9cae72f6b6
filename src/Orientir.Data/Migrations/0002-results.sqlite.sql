-- Runs keep what they computed. Their outputs are computed by the step of this number, from the marks that were kept.
CREATE TABLE "result_runs_kept" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_result_runs" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "CampaignId" INTEGER NOT NULL,
    "MethodologyEditionId" INTEGER NOT NULL,
    "InputHash" TEXT NOT NULL,
    "ProgramVersion" TEXT NOT NULL,
    "ScorerVersion" INTEGER NOT NULL,
    "Seed" INTEGER NULL,
    "At" TEXT NOT NULL,
    "UserId" INTEGER NOT NULL,
    "Marks" BLOB NOT NULL,
    "Specification" BLOB NOT NULL,
    "SpecificationHash" TEXT NOT NULL,
    "Outputs" BLOB NOT NULL,
    "OutputHash" TEXT NOT NULL,
    CONSTRAINT "FK_result_runs_campaigns_CampaignId" FOREIGN KEY ("CampaignId") REFERENCES "campaigns" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_result_runs_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);
INSERT INTO "result_runs_kept"
    SELECT "Id", "RegionId", "CampaignId", "MethodologyEditionId", "InputHash", "ProgramVersion", 1, NULL, "At", "UserId", "Marks", x'', '', x'', ''
    FROM "result_runs";
-- A key once given out does not come back: the audit names it.
DELETE FROM sqlite_sequence WHERE name = 'result_runs_kept';
INSERT INTO sqlite_sequence (name, seq) SELECT 'result_runs_kept', seq FROM sqlite_sequence WHERE name = 'result_runs';
DROP TABLE "result_runs";
ALTER TABLE "result_runs_kept" RENAME TO "result_runs";
CREATE UNIQUE INDEX "IX_result_runs_inputs" ON "result_runs" ("CampaignId", "InputHash", "ProgramVersion", "ScorerVersion");
CREATE INDEX "IX_result_runs_RegionId" ON "result_runs" ("RegionId");
