-- What the last attempt at a job did, in words for people.
ALTER TABLE jobs ADD COLUMN "Outcome" text;
-- Reminders for printing were marked as printed at the moment they were written, before anybody could have printed them: they are to be printed.
UPDATE letters SET "State" = 5, "PrintedAt" = NULL, "PrintedBy" = NULL WHERE "Why" = 3 AND "State" = 3 AND "PrintedAt" = "CreatedAt";
