-- The rules by which more is found of the outputs of a run: those of version 1 for every run there is.
ALTER TABLE "result_runs" ADD COLUMN "FindingsVersion" INTEGER NOT NULL DEFAULT 1;
DROP INDEX "IX_result_runs_inputs";
CREATE UNIQUE INDEX "IX_result_runs_inputs"
    ON "result_runs" ("CampaignId", "InputHash", "ProgramVersion", "ScorerVersion", "FindingsVersion");
