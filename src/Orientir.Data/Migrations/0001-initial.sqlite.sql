CREATE TABLE schema_versions (
    number integer NOT NULL PRIMARY KEY,
    name text NOT NULL
);


CREATE TABLE "audit_entries" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_audit_entries" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NULL,
    "At" TEXT NOT NULL,
    "UserId" INTEGER NOT NULL,
    "Address" TEXT NOT NULL,
    "Action" TEXT NOT NULL,
    "ObjectKind" TEXT NOT NULL,
    "ObjectId" INTEGER NOT NULL,
    "CampaignSubjectId" INTEGER NULL,
    "Place" TEXT NULL,
    "Old" TEXT NULL,
    "New" TEXT NULL
);


CREATE TABLE "protection_keys" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_protection_keys" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "Xml" TEXT NOT NULL
);


CREATE TABLE "regions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_regions" PRIMARY KEY AUTOINCREMENT,
    "Code" TEXT NOT NULL,
    "Title" TEXT NOT NULL,
    "TimeZone" TEXT NOT NULL
);


CREATE TABLE "users" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_users" PRIMARY KEY AUTOINCREMENT,
    "DisplayName" TEXT NOT NULL,
    "FoldedName" TEXT NOT NULL,
    "Theme" TEXT NULL,
    "LowVision" INTEGER NOT NULL,
    "DisabledAt" TEXT NULL,
    "LastSignInAt" TEXT NULL,
    "LastCodeStep" INTEGER NULL,
    "UserName" TEXT NULL,
    "NormalizedUserName" TEXT NULL,
    "Email" TEXT NULL,
    "NormalizedEmail" TEXT NULL,
    "EmailConfirmed" INTEGER NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "PhoneNumberConfirmed" INTEGER NOT NULL,
    "TwoFactorEnabled" INTEGER NOT NULL,
    "LockoutEnd" TEXT NULL,
    "LockoutEnabled" INTEGER NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL
);


CREATE TABLE "methodologies" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_methodologies" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "PackageId" TEXT NOT NULL,
    "Edition" INTEGER NOT NULL,
    "Revision" INTEGER NOT NULL,
    "Title" TEXT NOT NULL,
    "FoldedName" TEXT NOT NULL,
    "SubjectKind" TEXT NOT NULL,
    "Json" TEXT NOT NULL,
    "Hash" TEXT NOT NULL,
    "PublishedAt" TEXT NULL,
    CONSTRAINT "FK_methodologies_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "stored_files" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_stored_files" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "Hash" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Length" INTEGER NOT NULL,
    "Content" BLOB NOT NULL,
    CONSTRAINT "FK_stored_files_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "territories" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_territories" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "ParentId" INTEGER NULL,
    "Code" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "FoldedName" TEXT NOT NULL,
    "Oktmo" TEXT NULL,
    "Aliases" TEXT NULL,
    "ContactEmail" TEXT NULL,
    "ContactName" TEXT NULL,
    "FoldedAliases" TEXT NULL,
    "ArchivedAt" TEXT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_territories_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_territories_territories_ParentId" FOREIGN KEY ("ParentId") REFERENCES "territories" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "user_claims" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_user_claims" PRIMARY KEY AUTOINCREMENT,
    "UserId" INTEGER NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_user_claims_users_UserId" FOREIGN KEY ("UserId") REFERENCES "users" ("Id") ON DELETE CASCADE
);


CREATE TABLE "user_logins" (
    "LoginProvider" TEXT NOT NULL,
    "ProviderKey" TEXT NOT NULL,
    "ProviderDisplayName" TEXT NULL,
    "UserId" INTEGER NOT NULL,
    CONSTRAINT "PK_user_logins" PRIMARY KEY ("LoginProvider", "ProviderKey"),
    CONSTRAINT "FK_user_logins_users_UserId" FOREIGN KEY ("UserId") REFERENCES "users" ("Id") ON DELETE CASCADE
);


CREATE TABLE "user_tokens" (
    "UserId" INTEGER NOT NULL,
    "LoginProvider" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Value" TEXT NULL,
    CONSTRAINT "PK_user_tokens" PRIMARY KEY ("UserId", "LoginProvider", "Name"),
    CONSTRAINT "FK_user_tokens_users_UserId" FOREIGN KEY ("UserId") REFERENCES "users" ("Id") ON DELETE CASCADE
);


CREATE TABLE "campaigns" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_campaigns" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "MethodologyEditionId" INTEGER NOT NULL,
    "Title" TEXT NOT NULL,
    "FoldedName" TEXT NOT NULL,
    "Period" TEXT NOT NULL,
    "SelfAssessment" INTEGER NOT NULL,
    "CollectionFrom" TEXT NOT NULL,
    "CollectionUntil" TEXT NOT NULL,
    "ReviewUntil" TEXT NOT NULL,
    "ResultsUntil" TEXT NOT NULL,
    "Owner" TEXT NOT NULL,
    "Letter" TEXT NOT NULL,
    "Instruction" TEXT NOT NULL,
    "CompleteFrom" REAL NOT NULL,
    "Remark" TEXT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_campaigns_methodologies_MethodologyEditionId" FOREIGN KEY ("MethodologyEditionId") REFERENCES "methodologies" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_campaigns_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "grants" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_grants" PRIMARY KEY AUTOINCREMENT,
    "UserId" INTEGER NOT NULL,
    "Role" INTEGER NOT NULL,
    "RegionId" INTEGER NULL,
    "TerritoryId" INTEGER NULL,
    "Directions" TEXT NULL,
    "SuspendedAt" TEXT NULL,
    CONSTRAINT "FK_grants_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_grants_territories_TerritoryId" FOREIGN KEY ("TerritoryId") REFERENCES "territories" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_grants_users_UserId" FOREIGN KEY ("UserId") REFERENCES "users" ("Id") ON DELETE CASCADE
);


CREATE TABLE "invitations" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_invitations" PRIMARY KEY AUTOINCREMENT,
    "TokenHash" TEXT NOT NULL,
    "Email" TEXT NOT NULL,
    "DisplayName" TEXT NOT NULL,
    "Role" INTEGER NULL,
    "UserId" INTEGER NULL,
    "RegionId" INTEGER NULL,
    "TerritoryId" INTEGER NULL,
    "Directions" TEXT NULL,
    "CreatedAt" TEXT NOT NULL,
    "ExpiresAt" TEXT NOT NULL,
    "SentAt" TEXT NULL,
    "UsedAt" TEXT NULL,
    "RevokedAt" TEXT NULL,
    CONSTRAINT "FK_invitations_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_invitations_territories_TerritoryId" FOREIGN KEY ("TerritoryId") REFERENCES "territories" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_invitations_users_UserId" FOREIGN KEY ("UserId") REFERENCES "users" ("Id") ON DELETE CASCADE
);


CREATE TABLE "subjects" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_subjects" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "TerritoryId" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Code" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "FoldedName" TEXT NOT NULL,
    "Attributes" TEXT NOT NULL,
    "ArchivedAt" TEXT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_subjects_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_subjects_territories_TerritoryId" FOREIGN KEY ("TerritoryId") REFERENCES "territories" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "campaign_decisions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_campaign_decisions" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "CampaignId" INTEGER NOT NULL,
    "To" INTEGER NOT NULL,
    "At" TEXT NOT NULL,
    "UserId" INTEGER NOT NULL,
    "Reason" TEXT NULL,
    CONSTRAINT "FK_campaign_decisions_campaigns_CampaignId" FOREIGN KEY ("CampaignId") REFERENCES "campaigns" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_campaign_decisions_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "campaign_stages" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_campaign_stages" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "CampaignId" INTEGER NOT NULL,
    "Stage" INTEGER NOT NULL,
    "Owner" TEXT NOT NULL,
    "Product" TEXT NOT NULL,
    CONSTRAINT "FK_campaign_stages_campaigns_CampaignId" FOREIGN KEY ("CampaignId") REFERENCES "campaigns" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_campaign_stages_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "result_runs" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_result_runs" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "CampaignId" INTEGER NOT NULL,
    "MethodologyEditionId" INTEGER NOT NULL,
    "InputHash" TEXT NOT NULL,
    "ProgramVersion" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "UserId" INTEGER NOT NULL,
    "Marks" BLOB NOT NULL,
    CONSTRAINT "FK_result_runs_campaigns_CampaignId" FOREIGN KEY ("CampaignId") REFERENCES "campaigns" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_result_runs_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "campaign_subjects" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_campaign_subjects" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "CampaignId" INTEGER NOT NULL,
    "SubjectId" INTEGER NOT NULL,
    "TerritoryId" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Code" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "FoldedName" TEXT NOT NULL,
    "Attributes" TEXT NOT NULL,
    "ExtendedUntil" TEXT NULL,
    "ExtensionReason" TEXT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_campaign_subjects_campaigns_CampaignId" FOREIGN KEY ("CampaignId") REFERENCES "campaigns" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_campaign_subjects_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_campaign_subjects_subjects_SubjectId" FOREIGN KEY ("SubjectId") REFERENCES "subjects" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_campaign_subjects_territories_TerritoryId" FOREIGN KEY ("TerritoryId") REFERENCES "territories" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "report_packages" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_report_packages" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "ResultRunId" INTEGER NOT NULL,
    "RequestedAt" TEXT NOT NULL,
    "StartedAt" TEXT NULL,
    "Total" INTEGER NOT NULL,
    "Done" INTEGER NOT NULL,
    "FinishedAt" TEXT NULL,
    "HeartbeatAt" TEXT NULL,
    "Attempts" INTEGER NOT NULL,
    "Failure" TEXT NULL,
    "Content" BLOB NULL,
    CONSTRAINT "FK_report_packages_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_report_packages_result_runs_ResultRunId" FOREIGN KEY ("ResultRunId") REFERENCES "result_runs" ("Id") ON DELETE CASCADE
);


CREATE TABLE "expert_assignments" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_expert_assignments" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "CampaignSubjectId" INTEGER NOT NULL,
    "UserId" INTEGER NOT NULL,
    CONSTRAINT "FK_expert_assignments_campaign_subjects_CampaignSubjectId" FOREIGN KEY ("CampaignSubjectId") REFERENCES "campaign_subjects" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_expert_assignments_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_expert_assignments_users_UserId" FOREIGN KEY ("UserId") REFERENCES "users" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "marks" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_marks" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "CampaignSubjectId" INTEGER NOT NULL,
    "Uid" TEXT NOT NULL,
    "Expert" TEXT NOT NULL,
    "ExpertId" INTEGER NULL,
    "Value" TEXT NULL,
    "Comment" TEXT NULL,
    "ChangedBy" INTEGER NOT NULL,
    "ChangedAt" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_marks_campaign_subjects_CampaignSubjectId" FOREIGN KEY ("CampaignSubjectId") REFERENCES "campaign_subjects" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_marks_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "reminders" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_reminders" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "CampaignSubjectId" INTEGER NOT NULL,
    "Deadline" TEXT NOT NULL,
    "At" TEXT NOT NULL,
    "UserId" INTEGER NOT NULL,
    "Mailed" INTEGER NOT NULL,
    CONSTRAINT "FK_reminders_campaign_subjects_CampaignSubjectId" FOREIGN KEY ("CampaignSubjectId") REFERENCES "campaign_subjects" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_reminders_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "submissions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_submissions" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "CampaignSubjectId" INTEGER NOT NULL,
    "State" INTEGER NOT NULL,
    "SentAt" TEXT NULL,
    "SentCount" INTEGER NOT NULL,
    "SentHash" TEXT NULL,
    "ReturnNote" TEXT NULL,
    "ReturnedUids" TEXT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_submissions_campaign_subjects_CampaignSubjectId" FOREIGN KEY ("CampaignSubjectId") REFERENCES "campaign_subjects" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_submissions_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);


CREATE TABLE "accepted_patches" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_accepted_patches" PRIMARY KEY,
    "RegionId" INTEGER NOT NULL,
    "SubmissionId" INTEGER NOT NULL,
    "At" TEXT NOT NULL,
    "Response" TEXT NOT NULL,
    CONSTRAINT "FK_accepted_patches_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_accepted_patches_submissions_SubmissionId" FOREIGN KEY ("SubmissionId") REFERENCES "submissions" ("Id") ON DELETE CASCADE
);


CREATE TABLE "answers" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_answers" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "SubmissionId" INTEGER NOT NULL,
    "Uid" TEXT NOT NULL,
    "ItemId" TEXT NOT NULL,
    "Value" TEXT NULL,
    "Comment" TEXT NULL,
    "NoDocument" INTEGER NOT NULL,
    "NotApplicable" INTEGER NOT NULL,
    "Question" TEXT NULL,
    "Reply" TEXT NULL,
    "ChangedBy" INTEGER NOT NULL,
    "ChangedAt" TEXT NOT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_answers_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_answers_submissions_SubmissionId" FOREIGN KEY ("SubmissionId") REFERENCES "submissions" ("Id") ON DELETE CASCADE
);


CREATE TABLE "evidence_items" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_evidence_items" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "SubmissionId" INTEGER NOT NULL,
    "Kind" INTEGER NOT NULL,
    "Url" TEXT NULL,
    "Title" TEXT NULL,
    "FileId" INTEGER NULL,
    "DocumentKind" TEXT NULL,
    "DocumentNumber" TEXT NULL,
    "DocumentDate" TEXT NULL,
    "Version" INTEGER NOT NULL,
    CONSTRAINT "FK_evidence_items_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_evidence_items_stored_files_FileId" FOREIGN KEY ("FileId") REFERENCES "stored_files" ("Id") ON DELETE RESTRICT,
    CONSTRAINT "FK_evidence_items_submissions_SubmissionId" FOREIGN KEY ("SubmissionId") REFERENCES "submissions" ("Id") ON DELETE CASCADE
);


CREATE TABLE "evidence_places" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_evidence_places" PRIMARY KEY AUTOINCREMENT,
    "RegionId" INTEGER NOT NULL,
    "EvidenceItemId" INTEGER NOT NULL,
    "Uid" TEXT NOT NULL,
    "ItemId" TEXT NOT NULL,
    CONSTRAINT "FK_evidence_places_evidence_items_EvidenceItemId" FOREIGN KEY ("EvidenceItemId") REFERENCES "evidence_items" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_evidence_places_regions_RegionId" FOREIGN KEY ("RegionId") REFERENCES "regions" ("Id") ON DELETE RESTRICT
);


CREATE INDEX "IX_accepted_patches_RegionId" ON "accepted_patches" ("RegionId");


CREATE INDEX "IX_accepted_patches_SubmissionId" ON "accepted_patches" ("SubmissionId");


CREATE INDEX "IX_answers_RegionId" ON "answers" ("RegionId");


CREATE INDEX "IX_answers_OpenQuestions" ON "answers" ("SubmissionId") WHERE "Question" IS NOT NULL AND "Reply" IS NULL;


CREATE UNIQUE INDEX "IX_answers_SubmissionId_Uid_ItemId" ON "answers" ("SubmissionId", "Uid", "ItemId");


CREATE INDEX "IX_audit_entries_CampaignSubjectId_Id" ON "audit_entries" ("CampaignSubjectId", "Id");


CREATE INDEX "IX_audit_entries_ObjectKind_ObjectId_Id" ON "audit_entries" ("ObjectKind", "ObjectId", "Id");


CREATE INDEX "IX_audit_entries_UserId_Id" ON "audit_entries" ("UserId", "Id");


CREATE INDEX "IX_campaign_decisions_CampaignId" ON "campaign_decisions" ("CampaignId");


CREATE INDEX "IX_campaign_decisions_RegionId" ON "campaign_decisions" ("RegionId");


CREATE UNIQUE INDEX "IX_campaign_stages_CampaignId_Stage" ON "campaign_stages" ("CampaignId", "Stage");


CREATE INDEX "IX_campaign_stages_RegionId" ON "campaign_stages" ("RegionId");


CREATE UNIQUE INDEX "IX_campaign_subjects_CampaignId_Code" ON "campaign_subjects" ("CampaignId", "Code");


CREATE UNIQUE INDEX "IX_campaign_subjects_CampaignId_SubjectId" ON "campaign_subjects" ("CampaignId", "SubjectId");


CREATE INDEX "IX_campaign_subjects_RegionId" ON "campaign_subjects" ("RegionId");


CREATE INDEX "IX_campaign_subjects_SubjectId" ON "campaign_subjects" ("SubjectId");


CREATE INDEX "IX_campaign_subjects_TerritoryId" ON "campaign_subjects" ("TerritoryId");


CREATE INDEX "IX_campaigns_MethodologyEditionId" ON "campaigns" ("MethodologyEditionId");


CREATE INDEX "IX_campaigns_RegionId" ON "campaigns" ("RegionId");


CREATE INDEX "IX_evidence_items_FileId" ON "evidence_items" ("FileId");


CREATE INDEX "IX_evidence_items_RegionId" ON "evidence_items" ("RegionId");


CREATE INDEX "IX_evidence_items_SubmissionId" ON "evidence_items" ("SubmissionId");


CREATE UNIQUE INDEX "IX_evidence_places_EvidenceItemId_Uid_ItemId" ON "evidence_places" ("EvidenceItemId", "Uid", "ItemId");


CREATE INDEX "IX_evidence_places_RegionId" ON "evidence_places" ("RegionId");


CREATE UNIQUE INDEX "IX_expert_assignments_CampaignSubjectId_UserId" ON "expert_assignments" ("CampaignSubjectId", "UserId");


CREATE INDEX "IX_expert_assignments_RegionId" ON "expert_assignments" ("RegionId");


CREATE INDEX "IX_expert_assignments_UserId" ON "expert_assignments" ("UserId");


CREATE INDEX "IX_grants_RegionId" ON "grants" ("RegionId");


CREATE INDEX "IX_grants_TerritoryId" ON "grants" ("TerritoryId");


CREATE INDEX "IX_grants_UserId" ON "grants" ("UserId");


CREATE INDEX "IX_invitations_RegionId" ON "invitations" ("RegionId");


CREATE INDEX "IX_invitations_TerritoryId" ON "invitations" ("TerritoryId");


CREATE UNIQUE INDEX "IX_invitations_TokenHash" ON "invitations" ("TokenHash");


CREATE INDEX "IX_invitations_UserId" ON "invitations" ("UserId");


CREATE UNIQUE INDEX "IX_marks_CampaignSubjectId_Uid_Expert" ON "marks" ("CampaignSubjectId", "Uid", "Expert");


CREATE INDEX "IX_marks_RegionId" ON "marks" ("RegionId");


CREATE UNIQUE INDEX "IX_methodologies_RegionId_PackageId_Edition_Revision" ON "methodologies" ("RegionId", "PackageId", "Edition", "Revision");


CREATE UNIQUE INDEX "IX_protection_keys_Name" ON "protection_keys" ("Name");


CREATE UNIQUE INDEX "IX_regions_Code" ON "regions" ("Code");


CREATE UNIQUE INDEX "IX_reminders_CampaignSubjectId_Deadline" ON "reminders" ("CampaignSubjectId", "Deadline");


CREATE INDEX "IX_reminders_RegionId" ON "reminders" ("RegionId");


CREATE INDEX "IX_report_packages_RegionId" ON "report_packages" ("RegionId");


CREATE UNIQUE INDEX "IX_report_packages_ResultRunId" ON "report_packages" ("ResultRunId") WHERE "Failure" IS NULL;


CREATE UNIQUE INDEX "IX_result_runs_CampaignId_InputHash_ProgramVersion" ON "result_runs" ("CampaignId", "InputHash", "ProgramVersion");


CREATE INDEX "IX_result_runs_RegionId" ON "result_runs" ("RegionId");


CREATE INDEX "IX_stored_files_RegionId" ON "stored_files" ("RegionId");


CREATE UNIQUE INDEX "IX_subjects_RegionId_Kind_Code" ON "subjects" ("RegionId", "Kind", "Code");


CREATE INDEX "IX_subjects_TerritoryId" ON "subjects" ("TerritoryId");


CREATE UNIQUE INDEX "IX_submissions_CampaignSubjectId" ON "submissions" ("CampaignSubjectId");


CREATE INDEX "IX_submissions_RegionId" ON "submissions" ("RegionId");


CREATE INDEX "IX_territories_ParentId" ON "territories" ("ParentId");


CREATE UNIQUE INDEX "IX_territories_RegionId_Code" ON "territories" ("RegionId", "Code");


CREATE INDEX "IX_user_claims_UserId" ON "user_claims" ("UserId");


CREATE INDEX "IX_user_logins_UserId" ON "user_logins" ("UserId");


CREATE INDEX "IX_users_NormalizedEmail" ON "users" ("NormalizedEmail");


CREATE UNIQUE INDEX "IX_users_NormalizedUserName" ON "users" ("NormalizedUserName");

-- The audit is appended to and never changed.
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'audit_entries is append-only');
END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries BEGIN
    SELECT RAISE(ABORT, 'audit_entries is append-only');
END;
