-- Who sent answers, beside the marks of a run: not known of those there are.
ALTER TABLE "result_runs" ADD COLUMN "Answering" TEXT NULL;
