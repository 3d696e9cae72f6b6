-- The letter that tells of a role: of those given before only the first was kept, at the letter.
ALTER TABLE grants ADD COLUMN "LetterId" integer;
ALTER TABLE grants ADD CONSTRAINT "FK_grants_letters_LetterId" FOREIGN KEY ("LetterId") REFERENCES letters ("Id") ON DELETE SET NULL;
CREATE INDEX "IX_grants_LetterId" ON grants ("LetterId");
