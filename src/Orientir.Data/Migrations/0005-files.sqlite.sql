-- The bytes of files leave their rows (the step of this number in C# moves them, then drops the columns).
ALTER TABLE "stored_files" ADD COLUMN "UnusedSince" TEXT NULL;

ALTER TABLE "report_packages" ADD COLUMN "FileId" INTEGER NULL
    CONSTRAINT "FK_report_packages_stored_files_FileId" REFERENCES "stored_files" ("Id") ON DELETE RESTRICT;

CREATE INDEX "IX_report_packages_FileId" ON "report_packages" ("FileId");

CREATE INDEX "IX_stored_files_Hash" ON "stored_files" ("Hash");
