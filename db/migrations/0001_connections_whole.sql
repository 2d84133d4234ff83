CREATE TABLE "connection_exchanges" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "connection_exchanges_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"connection_id" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"method" text NOT NULL,
	"url" text NOT NULL,
	"status" integer NOT NULL,
	"ms" integer NOT NULL,
	"run_id" bigint,
	"bodies" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connection_gates" (
	"connection_id" text PRIMARY KEY NOT NULL,
	"slowed_to" real,
	"slowed_at" timestamp with time zone,
	"paused_until" timestamp with time zone,
	"next_start_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "connection_lists" (
	"connection_id" text NOT NULL,
	"list" text NOT NULL,
	"search" text DEFAULT '' NOT NULL,
	"content" jsonb NOT NULL,
	"fetched_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connection_lists_connection_id_list_search_pk" PRIMARY KEY("connection_id","list","search")
);
--> statement-breakpoint
CREATE TABLE "connection_use" (
	"connection_id" text NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"holder" text NOT NULL,
	"requests" integer NOT NULL,
	"failed" integer NOT NULL,
	"rate_limited" integer NOT NULL,
	"peak" integer NOT NULL,
	"limit" integer NOT NULL,
	"ms" bigint NOT NULL,
	CONSTRAINT "connection_use_connection_id_minute_holder_pk" PRIMARY KEY("connection_id","minute","holder")
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "offline_kind" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "offline_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "online_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "next_probe_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "probe_tries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "wake_due" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "secret_replaced_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "webhook" jsonb;--> statement-breakpoint
ALTER TABLE "connection_exchanges" ADD CONSTRAINT "connection_exchanges_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_gates" ADD CONSTRAINT "connection_gates_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_lists" ADD CONSTRAINT "connection_lists_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connection_use" ADD CONSTRAINT "connection_use_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "connection_exchanges_newest" ON "connection_exchanges" USING btree ("connection_id","id");--> statement-breakpoint
CREATE INDEX "connection_exchanges_failed" ON "connection_exchanges" USING btree ("connection_id","id") WHERE status = 0 or status >= 400;--> statement-breakpoint
CREATE INDEX "connection_use_minute" ON "connection_use" USING btree ("minute");