-- What a return opened again and what a territory is also called: a row each instead of a text joined by «|».
CREATE TABLE "returned_nodes" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_returned_nodes" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "SubmissionId" INTEGER NOT NULL,
    "Uid" TEXT NOT NULL,
    CONSTRAINT "FK_returned_nodes_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_returned_nodes_submissions_SubmissionId" FOREIGN KEY ("SubmissionId") REFERENCES "submissions" ("Id") ON DELETE CASCADE
);
CREATE INDEX "IX_returned_nodes_RegionId" ON "returned_nodes" ("RegionId");
CREATE UNIQUE INDEX "IX_returned_nodes_SubmissionId_Uid" ON "returned_nodes" ("SubmissionId", "Uid");
INSERT INTO "returned_nodes" ("RegionId", "SubmissionId", "Uid")
SELECT DISTINCT s."RegionId", s."Id", part.value
FROM "submissions" s, json_each('[' || replace(json_quote(s."ReturnedUids"), '|', '","') || ']') part
WHERE s."ReturnedUids" <> '' AND part.value <> '';
ALTER TABLE "submissions" DROP COLUMN "ReturnedUids";

CREATE TABLE "territory_aliases" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_territory_aliases" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "TerritoryId" INTEGER NOT NULL,
    "Name" TEXT NOT NULL,
    "FoldedName" TEXT NOT NULL,
    CONSTRAINT "FK_territory_aliases_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_territory_aliases_territories_TerritoryId" FOREIGN KEY ("TerritoryId") REFERENCES "territories" ("Id") ON DELETE CASCADE
);
CREATE INDEX "IX_territory_aliases_RegionId" ON "territory_aliases" ("RegionId");
CREATE INDEX "IX_territory_aliases_TerritoryId" ON "territory_aliases" ("TerritoryId");
INSERT INTO "territory_aliases" ("RegionId", "TerritoryId", "Name", "FoldedName")
SELECT t."RegionId", t."Id", name.value, folded.value
FROM "territories" t,
    json_each('[' || replace(json_quote(t."Aliases"), '|', '","') || ']') name,
    json_each('[' || replace(json_quote(t."FoldedAliases"), '|', '","') || ']') folded
WHERE t."Aliases" <> '' AND t."FoldedAliases" <> '' AND folded.key = name.key AND name.value <> ''
ORDER BY t."Id", name.key;
ALTER TABLE "territories" DROP COLUMN "Aliases";
ALTER TABLE "territories" DROP COLUMN "FoldedAliases";
