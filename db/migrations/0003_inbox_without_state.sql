DROP INDEX "inbox_waiting";--> statement-breakpoint
ALTER TABLE "inbox" DROP COLUMN "state";--> statement-breakpoint
ALTER TABLE "inbox" DROP COLUMN "run_id";