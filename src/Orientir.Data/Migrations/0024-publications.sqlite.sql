-- Which run a publication shows: so far the newest there was at its moment.
CREATE TABLE "publications" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_publications" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "CampaignId" INTEGER NOT NULL,
    "ResultRunId" INTEGER NOT NULL,
    CONSTRAINT "FK_publications_campaigns_CampaignId" FOREIGN KEY ("CampaignId") REFERENCES "campaigns" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_publications_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_publications_result_runs_ResultRunId" FOREIGN KEY ("ResultRunId") REFERENCES "result_runs" ("Id") ON DELETE CASCADE
);

CREATE INDEX "IX_publications_CampaignId" ON "publications" ("CampaignId");

CREATE INDEX "IX_publications_RegionId" ON "publications" ("RegionId");

CREATE INDEX "IX_publications_ResultRunId" ON "publications" ("ResultRunId");

INSERT INTO "publications" ("RegionId", "CampaignId", "ResultRunId")
SELECT published."RegionId", published."CampaignId", published."RunId"
FROM (
    SELECT d."Id", d."RegionId", d."CampaignId",
        (SELECT max(r."Id") FROM "result_runs" r WHERE r."CampaignId" = d."CampaignId" AND r."At" <= d."At") AS "RunId"
    FROM "campaign_decisions" d
    WHERE d."To" = 40
) published
WHERE published."RunId" IS NOT NULL
ORDER BY published."Id";
