-- Runs keep what they computed. Their outputs are computed by the step of this number, from the marks that were kept.
ALTER TABLE result_runs
    ADD COLUMN "ScorerVersion" integer NOT NULL DEFAULT 1,
    ADD COLUMN "Seed" bigint,
    ADD COLUMN "Specification" bytea NOT NULL DEFAULT '',
    ADD COLUMN "SpecificationHash" text NOT NULL DEFAULT '',
    ADD COLUMN "Outputs" bytea NOT NULL DEFAULT '',
    ADD COLUMN "OutputHash" text NOT NULL DEFAULT '';
ALTER TABLE result_runs
    ALTER COLUMN "ScorerVersion" DROP DEFAULT,
    ALTER COLUMN "Specification" DROP DEFAULT,
    ALTER COLUMN "SpecificationHash" DROP DEFAULT,
    ALTER COLUMN "Outputs" DROP DEFAULT,
    ALTER COLUMN "OutputHash" DROP DEFAULT;
DROP INDEX "IX_result_runs_CampaignId_InputHash_ProgramVersion";
CREATE UNIQUE INDEX "IX_result_runs_inputs" ON result_runs ("CampaignId", "InputHash", "ProgramVersion", "ScorerVersion");
