CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"user_id" text,
	"action" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"change" jsonb
);
--> statement-breakpoint
CREATE TABLE "owner_codes" (
	"hash" text PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"used_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"user_id" text NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"role" text DEFAULT 'viewer' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"system" text NOT NULL,
	"config" jsonb NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"concurrency_limit" integer NOT NULL,
	"state" text DEFAULT 'online' NOT NULL,
	"state_reason" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connections_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"connection_id" text NOT NULL,
	"event_id" text NOT NULL,
	"type" text NOT NULL,
	"object_id" text NOT NULL,
	"received_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"run_id" bigint,
	CONSTRAINT "inbox_event" UNIQUE("connection_id","event_id")
);
--> statement-breakpoint
CREATE TABLE "integrations" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"stripe_connection_id" text,
	"netsuite_connection_id" text,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "integrations_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"connection_id" text NOT NULL,
	"slot" integer NOT NULL,
	"holder" text,
	"expires_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "leases_connection_id_slot_pk" PRIMARY KEY("connection_id","slot")
);
--> statement-breakpoint
CREATE TABLE "effects" (
	"lineage" text NOT NULL,
	"node_id" text NOT NULL,
	"identity" text NOT NULL,
	"role" text NOT NULL,
	"integration_id" text NOT NULL,
	"state" text NOT NULL,
	"payload_hash" text NOT NULL,
	"run_id" bigint NOT NULL,
	"page" integer NOT NULL,
	"attempt" integer NOT NULL,
	"source_system" text,
	"source_type" text,
	"source_id" text,
	"target_system" text NOT NULL,
	"target_type" text NOT NULL,
	"target_id" text,
	"reserved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "effects_lineage_node_id_identity_role_pk" PRIMARY KEY("lineage","node_id","identity","role")
);
--> statement-breakpoint
CREATE TABLE "flow_drafts" (
	"flow_id" text PRIMARY KEY NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"document" json NOT NULL,
	"updated_by" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "flow_edits" (
	"flow_id" text NOT NULL,
	"revision" integer NOT NULL,
	"edits" jsonb NOT NULL,
	"user_id" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "flow_edits_flow_id_revision_pk" PRIMARY KEY("flow_id","revision")
);
--> statement-breakpoint
CREATE TABLE "flow_versions" (
	"flow_id" text NOT NULL,
	"number" integer NOT NULL,
	"document" json NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"published_by" text,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "flow_versions_flow_id_number_pk" PRIMARY KEY("flow_id","number")
);
--> statement-breakpoint
CREATE TABLE "flows" (
	"id" text PRIMARY KEY NOT NULL,
	"integration_id" text NOT NULL,
	"name" text NOT NULL,
	"lineage" text NOT NULL,
	"template_id" text,
	"template_version" integer,
	"enabled" boolean DEFAULT false NOT NULL,
	"published_version" integer,
	"cursor" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "flows_lineage_unique" UNIQUE("lineage")
);
--> statement-breakpoint
CREATE TABLE "record_errors" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "record_errors_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"flow_id" text NOT NULL,
	"run_id" bigint NOT NULL,
	"page" integer NOT NULL,
	"position" smallint NOT NULL,
	"node_id" text NOT NULL,
	"record_key" text NOT NULL,
	"record_name" text,
	"class" text NOT NULL,
	"code" text,
	"message" text NOT NULL,
	"field" text,
	"exchange" json,
	"fingerprint" text NOT NULL,
	"state" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"record" "bytea" NOT NULL,
	"occurred_at" timestamp with time zone DEFAULT now() NOT NULL,
	"resolved_at" timestamp with time zone,
	"resolved_by" text,
	"resolution" text
);
--> statement-breakpoint
CREATE TABLE "record_index" (
	"day" date NOT NULL,
	"run_id" bigint NOT NULL,
	"page" integer NOT NULL,
	"position" smallint NOT NULL,
	"flow_id" text NOT NULL,
	"key" text NOT NULL,
	"name" text,
	"outcome" text NOT NULL,
	"node_id" text,
	"reason" text,
	"amount" numeric,
	"currency" text,
	"target_id" text,
	"retries" jsonb,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "record_index_day_run_id_page_position_pk" PRIMARY KEY("day","run_id","page","position")
) PARTITION BY RANGE ("day");
--> statement-breakpoint
CREATE TABLE "run_counts" (
	"run_id" bigint NOT NULL,
	"node_id" text NOT NULL,
	"outcome" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "run_counts_run_id_node_id_outcome_pk" PRIMARY KEY("run_id","node_id","outcome")
);
--> statement-breakpoint
CREATE TABLE "run_keys" (
	"run_id" bigint NOT NULL,
	"key" text NOT NULL,
	CONSTRAINT "run_keys_run_id_key_pk" PRIMARY KEY("run_id","key")
);
--> statement-breakpoint
CREATE TABLE "run_pages" (
	"run_id" bigint NOT NULL,
	"page" integer NOT NULL,
	"state" text DEFAULT 'ready' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"worker" text,
	"items" "bytea" NOT NULL,
	"size" integer NOT NULL,
	"not_before" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "run_pages_run_id_page_pk" PRIMARY KEY("run_id","page")
);
--> statement-breakpoint
CREATE TABLE "run_skips" (
	"run_id" bigint NOT NULL,
	"key" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "run_skips_run_id_key_pk" PRIMARY KEY("run_id","key")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"flow_id" text NOT NULL,
	"version" integer NOT NULL,
	"trigger" text NOT NULL,
	"dry_run" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"options" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"requested_by" text,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"document" json,
	"read_source" integer DEFAULT 0 NOT NULL,
	"read_cursor" json,
	"reader" text,
	"read_fence" integer DEFAULT 0 NOT NULL,
	"read_tries" integer DEFAULT 0 NOT NULL,
	"pages" integer DEFAULT 0 NOT NULL,
	"source_done" boolean DEFAULT false NOT NULL,
	"since" timestamp with time zone,
	"until" timestamp with time zone,
	"read" integer DEFAULT 0 NOT NULL,
	"done" integer DEFAULT 0 NOT NULL,
	"filtered" integer DEFAULT 0 NOT NULL,
	"unchanged" integer DEFAULT 0 NOT NULL,
	"failed" integer DEFAULT 0 NOT NULL,
	"waiting" integer DEFAULT 0 NOT NULL,
	"skipped" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "trace_bundles" (
	"day" date NOT NULL,
	"run_id" bigint NOT NULL,
	"page" integer NOT NULL,
	"bundle" smallint NOT NULL,
	"body" "bytea" NOT NULL,
	CONSTRAINT "trace_bundles_day_run_id_page_bundle_pk" PRIMARY KEY("day","run_id","page","bundle")
) PARTITION BY RANGE ("day");
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" text PRIMARY KEY NOT NULL,
	"lock_key" bigint NOT NULL,
	"host" text NOT NULL,
	"pid" integer NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbox" ADD CONSTRAINT "inbox_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_stripe_connection_id_connections_id_fk" FOREIGN KEY ("stripe_connection_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integrations" ADD CONSTRAINT "integrations_netsuite_connection_id_connections_id_fk" FOREIGN KEY ("netsuite_connection_id") REFERENCES "public"."connections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leases" ADD CONSTRAINT "leases_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "public"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_drafts" ADD CONSTRAINT "flow_drafts_flow_id_flows_id_fk" FOREIGN KEY ("flow_id") REFERENCES "public"."flows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_drafts" ADD CONSTRAINT "flow_drafts_updated_by_users_id_fk" FOREIGN KEY ("updated_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_edits" ADD CONSTRAINT "flow_edits_flow_id_flows_id_fk" FOREIGN KEY ("flow_id") REFERENCES "public"."flows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_edits" ADD CONSTRAINT "flow_edits_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_versions" ADD CONSTRAINT "flow_versions_flow_id_flows_id_fk" FOREIGN KEY ("flow_id") REFERENCES "public"."flows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flow_versions" ADD CONSTRAINT "flow_versions_published_by_users_id_fk" FOREIGN KEY ("published_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "flows" ADD CONSTRAINT "flows_integration_id_integrations_id_fk" FOREIGN KEY ("integration_id") REFERENCES "public"."integrations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_errors" ADD CONSTRAINT "record_errors_flow_id_flows_id_fk" FOREIGN KEY ("flow_id") REFERENCES "public"."flows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_errors" ADD CONSTRAINT "record_errors_resolved_by_users_id_fk" FOREIGN KEY ("resolved_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_counts" ADD CONSTRAINT "run_counts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_keys" ADD CONSTRAINT "run_keys_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_pages" ADD CONSTRAINT "run_pages_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_skips" ADD CONSTRAINT "run_skips_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_flow_id_flows_id_fk" FOREIGN KEY ("flow_id") REFERENCES "public"."flows"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_requested_by_users_id_fk" FOREIGN KEY ("requested_by") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_user" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "audit_log_subject" ON "audit_log" USING btree ("subject_type","subject_id","at");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verifications_identifier" ON "verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "inbox_waiting" ON "inbox" USING btree ("state","connection_id");--> statement-breakpoint
CREATE INDEX "effects_source" ON "effects" USING btree ("integration_id","source_id") WHERE source_id is not null;--> statement-breakpoint
CREATE INDEX "effects_target" ON "effects" USING btree ("integration_id","target_id");--> statement-breakpoint
CREATE INDEX "record_errors_open" ON "record_errors" USING btree ("flow_id","state");--> statement-breakpoint
CREATE INDEX "record_errors_key" ON "record_errors" USING btree ("record_key");--> statement-breakpoint
CREATE INDEX "record_errors_run" ON "record_errors" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "record_index_key" ON "record_index" USING btree ("key" text_pattern_ops,"run_id");--> statement-breakpoint
CREATE INDEX "record_index_name" ON "record_index" USING btree ("name" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "record_index_target" ON "record_index" USING btree ("target_id" text_pattern_ops);--> statement-breakpoint
CREATE INDEX "record_index_trouble" ON "record_index" USING btree ("run_id","outcome") WHERE outcome in ('failed', 'waiting');--> statement-breakpoint
CREATE INDEX "run_pages_unfinished" ON "run_pages" USING btree ("run_id") WHERE state <> 'done';--> statement-breakpoint
CREATE INDEX "run_pages_worker" ON "run_pages" USING btree ("worker") WHERE state = 'working';--> statement-breakpoint
CREATE INDEX "runs_flow" ON "runs" USING btree ("flow_id","id");--> statement-breakpoint
CREATE INDEX "runs_recent" ON "runs" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_active" ON "runs" USING btree ("flow_id") WHERE state = 'running' and not dry_run;--> statement-breakpoint
CREATE INDEX "runs_unfinished" ON "runs" USING btree ("state") WHERE state in ('queued', 'running');--> statement-breakpoint
-- Rows outside the days prepared by db/partitions.ts are kept rather than refused.
CREATE TABLE "record_index_default" PARTITION OF "record_index" DEFAULT;--> statement-breakpoint
CREATE TABLE "trace_bundles_default" PARTITION OF "trace_bundles" DEFAULT;--> statement-breakpoint
-- Bundles are compressed already: storing them EXTERNAL spares a second, useless attempt.
ALTER TABLE "trace_bundles" ALTER COLUMN "body" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "run_pages" ALTER COLUMN "items" SET STORAGE EXTERNAL;--> statement-breakpoint
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'published versions never change: publish a new one';
END $$;--> statement-breakpoint
CREATE TRIGGER "flow_versions_immutable" BEFORE UPDATE ON "flow_versions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();--> statement-breakpoint
CREATE FUNCTION "refuse_reopening"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'run % is % and stays so', OLD.id, OLD.state;
END $$;--> statement-breakpoint
-- A finished run never starts again: recovery that overwrote a success would hide what happened.
CREATE TRIGGER "runs_final" BEFORE UPDATE OF "state" ON "runs"
  FOR EACH ROW WHEN (OLD.state IN ('done', 'failed', 'cancelled') AND NEW.state <> OLD.state)
  EXECUTE FUNCTION "refuse_reopening"();
