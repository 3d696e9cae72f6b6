-- The coordinator who gave an invitation; those before were all given by who manages accounts.
ALTER TABLE "invitations" ADD COLUMN "InvitedBy" INTEGER NULL;
