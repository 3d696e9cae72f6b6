ALTER TABLE schema_versions ADD COLUMN hash text;
