-- The rules by which more is found of the outputs of a run: those of version 1 for every run there is.
ALTER TABLE result_runs ADD COLUMN "FindingsVersion" integer NOT NULL DEFAULT 1;
DROP INDEX "IX_result_runs_inputs";
CREATE UNIQUE INDEX "IX_result_runs_inputs"
    ON result_runs ("CampaignId", "InputHash", "ProgramVersion", "ScorerVersion", "FindingsVersion");
-- A session to which no region was ever told has none, not an empty one: it saw and added no job of the installation.
DROP POLICY region ON jobs;
CREATE POLICY region ON jobs USING (
    current_setting('orientir.region', true) = '*' OR coalesce("RegionId"::text, '') = coalesce(current_setting('orientir.region', true), '')
);
