-- Stages stand ten apart, so that one between two takes a number of its own and nothing stored changes.
UPDATE campaign_decisions SET "To" = "To" * 10;
UPDATE campaign_stages SET "Stage" = "Stage" * 10;
