-- Stages stand ten apart, so that one between two takes a number of its own and nothing stored changes.
-- The rows of all regions, until the end of the transaction.
SELECT set_config('orientir.region', '*', true);
UPDATE campaign_decisions SET "To" = "To" * 10;
UPDATE campaign_stages SET "Stage" = "Stage" * 10;
