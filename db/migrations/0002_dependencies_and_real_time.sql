CREATE TABLE "inbox_deliveries" (
	"flow_id" text NOT NULL,
	"inbox_id" bigint NOT NULL,
	"state" text NOT NULL,
	"not_before" timestamp with time zone DEFAULT now() NOT NULL,
	"run_id" bigint,
	CONSTRAINT "inbox_deliveries_flow_id_inbox_id_pk" PRIMARY KEY("flow_id","inbox_id")
);
--> statement-breakpoint
ALTER TABLE "inbox" ADD COLUMN "own" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "flows" ADD COLUMN "listens" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "record_errors" ADD COLUMN "wait_system" text;--> statement-breakpoint
ALTER TABLE "record_errors" ADD COLUMN "wait_id" text;--> statement-breakpoint
ALTER TABLE "record_errors" ADD COLUMN "waiting_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "missed" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "inbox_deliveries" ADD CONSTRAINT "inbox_deliveries_flow_id_flows_id_fk" FOREIGN KEY ("flow_id") REFERENCES "public"."flows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbox_deliveries" ADD CONSTRAINT "inbox_deliveries_inbox_id_inbox_id_fk" FOREIGN KEY ("inbox_id") REFERENCES "public"."inbox"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "inbox_deliveries_state" ON "inbox_deliveries" USING btree ("flow_id","state");--> statement-breakpoint
CREATE INDEX "record_errors_waiting" ON "record_errors" USING btree ("wait_system","wait_id") WHERE state = 'waiting';