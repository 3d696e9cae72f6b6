-- The directions named in roles and invitations: a row each instead of a text joined by «|».
CREATE TABLE "named_directions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_named_directions" PRIMARY KEY AUTOINCREMENT,
    "GrantId" INTEGER NULL,
    "InvitationId" INTEGER NULL,
    "Uid" TEXT NOT NULL,
    CONSTRAINT "FK_named_directions_grants_GrantId" FOREIGN KEY ("GrantId") REFERENCES "grants" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_named_directions_invitations_InvitationId" FOREIGN KEY ("InvitationId") REFERENCES "invitations" ("Id") ON DELETE CASCADE
);
CREATE INDEX "IX_named_directions_GrantId" ON "named_directions" ("GrantId");
CREATE INDEX "IX_named_directions_InvitationId" ON "named_directions" ("InvitationId");
ALTER TABLE "grants" ADD COLUMN "IsHeldToDirections" INTEGER NOT NULL DEFAULT 0;
UPDATE "grants" SET "IsHeldToDirections" = 1 WHERE trim("Directions", '|') <> '';
INSERT INTO "named_directions" ("GrantId", "Uid")
SELECT t."Id", part.value
FROM "grants" t, json_each('[' || replace(json_quote(t."Directions"), '|', '","') || ']') part
WHERE t."IsHeldToDirections" = 1 AND part.value <> ''
ORDER BY t."Id", part.key;
ALTER TABLE "grants" DROP COLUMN "Directions";
ALTER TABLE "invitations" ADD COLUMN "IsHeldToDirections" INTEGER NOT NULL DEFAULT 0;
UPDATE "invitations" SET "IsHeldToDirections" = 1 WHERE trim("Directions", '|') <> '';
INSERT INTO "named_directions" ("InvitationId", "Uid")
SELECT t."Id", part.value
FROM "invitations" t, json_each('[' || replace(json_quote(t."Directions"), '|', '","') || ']') part
WHERE t."IsHeldToDirections" = 1 AND part.value <> ''
ORDER BY t."Id", part.key;
ALTER TABLE "invitations" DROP COLUMN "Directions";
