-- Whom to write to or to call at a territory: a row each instead of one name and one address; and what columns of lists hold.
CREATE TABLE "territory_contacts" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_territory_contacts" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "TerritoryId" INTEGER NOT NULL,
    "Place" INTEGER NOT NULL,
    "Name" TEXT NULL,
    "Post" TEXT NULL,
    "Phone" TEXT NULL,
    "Email" TEXT NULL,
    CONSTRAINT "FK_territory_contacts_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_territory_contacts_territories_TerritoryId" FOREIGN KEY ("TerritoryId") REFERENCES "territories" ("Id") ON DELETE CASCADE
);
CREATE INDEX "IX_territory_contacts_RegionId" ON "territory_contacts" ("RegionId");
CREATE INDEX "IX_territory_contacts_TerritoryId" ON "territory_contacts" ("TerritoryId");
INSERT INTO "territory_contacts" ("RegionId", "TerritoryId", "Place", "Name", "Email")
SELECT t."RegionId", t."Id", 0, nullif(t."ContactName", ''), nullif(t."ContactEmail", '')
FROM "territories" t
WHERE nullif(t."ContactName", '') IS NOT NULL OR nullif(t."ContactEmail", '') IS NOT NULL
ORDER BY t."Id";
ALTER TABLE "territories" DROP COLUMN "ContactName";
ALTER TABLE "territories" DROP COLUMN "ContactEmail";

CREATE TABLE "column_choices" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_column_choices" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "Title" TEXT NOT NULL,
    "Field" TEXT NOT NULL,
    CONSTRAINT "FK_column_choices_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);
CREATE UNIQUE INDEX "IX_column_choices_RegionId_Title" ON "column_choices" ("RegionId", "Title");
