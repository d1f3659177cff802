// Generated from the migrations by "npm run types"; do not edit.
// deno-lint-ignore-file

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  "public": {
    Tables: {
      "agent_metrics_v2": {
        Row: {
          "agent_id": string;
          "calls_abandoned": number;
          "calls_failed": number;
          "calls_handled": number;
          "calls_resolved": number;
          "calls_successful": number;
          "client_id": string;
          "day": string;
          "handling_seconds_count": number;
          "handling_seconds_sum": number;
          "satisfaction_count": number;
          "satisfaction_sum": number;
          "team_id": string | null;
          "updated_at": string;
          "wait_seconds_count": number;
          "wait_seconds_sum": number;
        };
        ComputedFields: never;
        Insert: {
          "agent_id": string;
          "calls_abandoned": number;
          "calls_failed": number;
          "calls_handled": number;
          "calls_resolved": number;
          "calls_successful": number;
          "client_id": string;
          "day": string;
          "handling_seconds_count": number;
          "handling_seconds_sum": number;
          "satisfaction_count": number;
          "satisfaction_sum": number;
          "team_id"?: string | null;
          "updated_at"?: string;
          "wait_seconds_count": number;
          "wait_seconds_sum": number;
        };
        Update: {
          "agent_id"?: string;
          "calls_abandoned"?: number;
          "calls_failed"?: number;
          "calls_handled"?: number;
          "calls_resolved"?: number;
          "calls_successful"?: number;
          "client_id"?: string;
          "day"?: string;
          "handling_seconds_count"?: number;
          "handling_seconds_sum"?: number;
          "satisfaction_count"?: number;
          "satisfaction_sum"?: number;
          "team_id"?: string | null;
          "updated_at"?: string;
          "wait_seconds_count"?: number;
          "wait_seconds_sum"?: number;
        };
        Relationships: [];
      };
      "agents": {
        Row: {
          "active": boolean;
          "capabilities": (string)[];
          "capability_keys": (string)[];
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "id": string;
          "kind": string;
          "name": string;
          "role": string | null;
          "system_prompt": string | null;
          "updated_at": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "active"?: boolean;
          "capabilities"?: (string)[];
          "capability_keys"?: never;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "id"?: string;
          "kind": string;
          "name": string;
          "role"?: string | null;
          "system_prompt"?: string | null;
          "updated_at"?: string;
          "version"?: number;
        };
        Update: {
          "active"?: boolean;
          "capabilities"?: (string)[];
          "capability_keys"?: never;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "id"?: string;
          "kind"?: string;
          "name"?: string;
          "role"?: string | null;
          "system_prompt"?: string | null;
          "updated_at"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "agents_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "api_keys": {
        Row: {
          "allowed_cidrs": (unknown)[] | null;
          "client_id": string;
          "created_at": string;
          "created_by": string;
          "created_by_key": string | null;
          "denied_count": number;
          "expires_at": string | null;
          "id": string;
          "last_denied_at": string | null;
          "last_used_at": string | null;
          "mode": string;
          "name": string;
          "overlap_ends_at": string | null;
          "prefix": string;
          "revoked_at": string | null;
          "revoked_because": string | null;
          "rotated_at": string | null;
          "scopes": (string)[];
          "use_count": number;
        };
        ComputedFields: never;
        Insert: {
          "allowed_cidrs"?: (unknown)[] | null;
          "client_id": string;
          "created_at"?: string;
          "created_by"?: string;
          "created_by_key"?: string | null;
          "denied_count"?: number;
          "expires_at"?: string | null;
          "id"?: string;
          "last_denied_at"?: string | null;
          "last_used_at"?: string | null;
          "mode"?: string;
          "name": string;
          "overlap_ends_at"?: string | null;
          "prefix": string;
          "revoked_at"?: string | null;
          "revoked_because"?: string | null;
          "rotated_at"?: string | null;
          "scopes": (string)[];
          "use_count"?: number;
        };
        Update: {
          "allowed_cidrs"?: (unknown)[] | null;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string;
          "created_by_key"?: string | null;
          "denied_count"?: number;
          "expires_at"?: string | null;
          "id"?: string;
          "last_denied_at"?: string | null;
          "last_used_at"?: string | null;
          "mode"?: string;
          "name"?: string;
          "overlap_ends_at"?: string | null;
          "prefix"?: string;
          "revoked_at"?: string | null;
          "revoked_because"?: string | null;
          "rotated_at"?: string | null;
          "scopes"?: (string)[];
          "use_count"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "api_keys_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "audit_log": {
        Row: {
          "action": string;
          "actor_id": string | null;
          "after": Json | null;
          "before": Json | null;
          "client_id": string;
          "id": number;
          "ip": string | null;
          "key_id": string | null;
          "occurred_at": string;
          "origin": string;
          "record_id": string | null;
          "request_id": string | null;
          "resource": string;
          "transaction_id": unknown;
          "user_agent": string | null;
        };
        ComputedFields: never;
        Insert: {
          "action": string;
          "actor_id"?: string | null;
          "after"?: Json | null;
          "before"?: Json | null;
          "client_id": string;
          "id"?: never;
          "ip"?: string | null;
          "key_id"?: string | null;
          "occurred_at"?: string;
          "origin"?: string;
          "record_id"?: string | null;
          "request_id"?: string | null;
          "resource": string;
          "transaction_id"?: unknown;
          "user_agent"?: string | null;
        };
        Update: {
          "action"?: string;
          "actor_id"?: string | null;
          "after"?: Json | null;
          "before"?: Json | null;
          "client_id"?: string;
          "id"?: never;
          "ip"?: string | null;
          "key_id"?: string | null;
          "occurred_at"?: string;
          "origin"?: string;
          "record_id"?: string | null;
          "request_id"?: string | null;
          "resource"?: string;
          "transaction_id"?: unknown;
          "user_agent"?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "audit_log_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "calls": {
        Row: {
          "agent_id": string;
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "external_id": string;
          "handling_seconds": number;
          "id": string;
          "outcome": string;
          "resolved": boolean;
          "satisfaction": number | null;
          "started_at": string;
          "team_id": string | null;
          "topic": string | null;
          "updated_at": string;
          "version": number;
          "wait_seconds": number | null;
        };
        ComputedFields: never;
        Insert: {
          "agent_id": string;
          "client_id": string;
          "created_at"?: string;
          "created_by"?: string | null;
          "external_id": string;
          "handling_seconds": number;
          "id"?: string;
          "outcome": string;
          "resolved": boolean;
          "satisfaction"?: number | null;
          "started_at": string;
          "team_id"?: string | null;
          "topic"?: string | null;
          "updated_at"?: string;
          "version"?: number;
          "wait_seconds"?: number | null;
        };
        Update: {
          "agent_id"?: string;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "external_id"?: string;
          "handling_seconds"?: number;
          "id"?: string;
          "outcome"?: string;
          "resolved"?: boolean;
          "satisfaction"?: number | null;
          "started_at"?: string;
          "team_id"?: string | null;
          "topic"?: string | null;
          "updated_at"?: string;
          "version"?: number;
          "wait_seconds"?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: "calls_client_id_agent_id_fkey";
            columns: ["client_id", "agent_id"];
            isOneToOne: false;
            referencedRelation: "agents";
            referencedColumns: ["client_id", "id"];
          },
          {
            foreignKeyName: "calls_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "calls_client_id_team_id_fkey";
            columns: ["client_id", "team_id"];
            isOneToOne: false;
            referencedRelation: "teams";
            referencedColumns: ["client_id", "id"];
          },
        ];
      };
      "channels": {
        Row: {
          "client_id": string;
          "config": NonNullable<Json>;
          "created_at": string;
          "created_by": string | null;
          "credentials": Json | null;
          "enabled": boolean;
          "id": string;
          "name": string;
          "type": string;
          "updated_at": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "client_id"?: string;
          "config"?: NonNullable<Json>;
          "created_at"?: string;
          "created_by"?: string | null;
          "credentials"?: Json | null;
          "enabled"?: boolean;
          "id"?: string;
          "name": string;
          "type": string;
          "updated_at"?: string;
          "version"?: number;
        };
        Update: {
          "client_id"?: string;
          "config"?: NonNullable<Json>;
          "created_at"?: string;
          "created_by"?: string | null;
          "credentials"?: Json | null;
          "enabled"?: boolean;
          "id"?: string;
          "name"?: string;
          "type"?: string;
          "updated_at"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "channels_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "client_members": {
        Row: {
          "activated_at": string;
          "client_id": string;
          "created_at": string;
          "role": Database["public"]["Enums"]["member_role"];
          "user_id": string;
        };
        ComputedFields: never;
        Insert: {
          "activated_at"?: string;
          "client_id": string;
          "created_at"?: string;
          "role": Database["public"]["Enums"]["member_role"];
          "user_id": string;
        };
        Update: {
          "activated_at"?: string;
          "client_id"?: string;
          "created_at"?: string;
          "role"?: Database["public"]["Enums"]["member_role"];
          "user_id"?: string;
        };
        Relationships: [
          {
            foreignKeyName: "client_members_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "clients": {
        Row: {
          "created_at": string;
          "created_by": string | null;
          "currency": string;
          "delete_after": string | null;
          "id": string;
          "mfa_required_from": string | null;
          "mfa_required_since": string | null;
          "name": string;
          "status": Database["public"]["Enums"]["client_status"];
          "time_zone": string;
        };
        ComputedFields: never;
        Insert: {
          "created_at"?: string;
          "created_by"?: string | null;
          "currency"?: string;
          "delete_after"?: string | null;
          "id"?: string;
          "mfa_required_from"?: string | null;
          "mfa_required_since"?: string | null;
          "name": string;
          "status"?: Database["public"]["Enums"]["client_status"];
          "time_zone"?: string;
        };
        Update: {
          "created_at"?: string;
          "created_by"?: string | null;
          "currency"?: string;
          "delete_after"?: string | null;
          "id"?: string;
          "mfa_required_from"?: string | null;
          "mfa_required_since"?: string | null;
          "name"?: string;
          "status"?: Database["public"]["Enums"]["client_status"];
          "time_zone"?: string;
        };
        Relationships: [];
      };
      "customers": {
        Row: {
          "client_id": string;
          "created_at": string;
          "email": string | null;
          "external_id": string;
          "id": string;
          "name": string | null;
          "updated_at": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "client_id": string;
          "created_at"?: string;
          "email"?: string | null;
          "external_id": string;
          "id"?: string;
          "name"?: string | null;
          "updated_at"?: string;
          "version"?: number;
        };
        Update: {
          "client_id"?: string;
          "created_at"?: string;
          "email"?: string | null;
          "external_id"?: string;
          "id"?: string;
          "name"?: string | null;
          "updated_at"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "customers_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "email_attempts": {
        Row: {
          "attempted_at": string;
          "client_id": string | null;
          "duration_ms": number;
          "error": string | null;
          "id": number;
          "message_id": string;
          "provider": string;
          "status": string;
          "status_code": number | null;
        };
        ComputedFields: never;
        Insert: {
          "attempted_at": string;
          "client_id"?: string | null;
          "duration_ms": number;
          "error"?: string | null;
          "id"?: never;
          "message_id": string;
          "provider": string;
          "status": string;
          "status_code"?: number | null;
        };
        Update: {
          "attempted_at"?: string;
          "client_id"?: string | null;
          "duration_ms"?: number;
          "error"?: string | null;
          "id"?: never;
          "message_id"?: string;
          "provider"?: string;
          "status"?: string;
          "status_code"?: number | null;
        };
        Relationships: [
          {
            foreignKeyName: "email_attempts_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "email_attempts_message_id_fkey";
            columns: ["message_id"];
            isOneToOne: false;
            referencedRelation: "email_messages";
            referencedColumns: ["id"];
          },
        ];
      };
      "email_events": {
        Row: {
          "client_id": string | null;
          "event_id": string;
          "id": number;
          "machine": boolean | null;
          "message_id": string;
          "occurred_at": string;
          "reason": string | null;
          "received_at": string;
          "source": string;
          "type": string;
          "url": string | null;
        };
        ComputedFields: never;
        Insert: {
          "client_id"?: string | null;
          "event_id": string;
          "id"?: never;
          "machine"?: boolean | null;
          "message_id": string;
          "occurred_at": string;
          "reason"?: string | null;
          "received_at"?: string;
          "source": string;
          "type": string;
          "url"?: string | null;
        };
        Update: {
          "client_id"?: string | null;
          "event_id"?: string;
          "id"?: never;
          "machine"?: boolean | null;
          "message_id"?: string;
          "occurred_at"?: string;
          "reason"?: string | null;
          "received_at"?: string;
          "source"?: string;
          "type"?: string;
          "url"?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "email_events_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "email_events_message_id_fkey";
            columns: ["message_id"];
            isOneToOne: false;
            referencedRelation: "email_messages";
            referencedColumns: ["id"];
          },
        ];
      };
      "email_messages": {
        Row: {
          "chosen_at": string | null;
          "client_id": string | null;
          "created_at": string;
          "created_by": string | null;
          "error": string | null;
          "id": string;
          "link_key": string;
          "locale": string;
          "provider": string | null;
          "provider_id": string | null;
          "recipient": string;
          "refused_by": (string)[];
          "request_id": string | null;
          "sealed": string | null;
          "sent_at": string | null;
          "status": string;
          "template": string;
        };
        ComputedFields: never;
        Insert: {
          "chosen_at"?: string | null;
          "client_id"?: string | null;
          "created_at"?: string;
          "created_by"?: string | null;
          "error"?: string | null;
          "id"?: string;
          "link_key"?: string;
          "locale"?: string;
          "provider"?: string | null;
          "provider_id"?: string | null;
          "recipient": string;
          "refused_by"?: (string)[];
          "request_id"?: string | null;
          "sealed"?: string | null;
          "sent_at"?: string | null;
          "status"?: string;
          "template": string;
        };
        Update: {
          "chosen_at"?: string | null;
          "client_id"?: string | null;
          "created_at"?: string;
          "created_by"?: string | null;
          "error"?: string | null;
          "id"?: string;
          "link_key"?: string;
          "locale"?: string;
          "provider"?: string | null;
          "provider_id"?: string | null;
          "recipient"?: string;
          "refused_by"?: (string)[];
          "request_id"?: string | null;
          "sealed"?: string | null;
          "sent_at"?: string | null;
          "status"?: string;
          "template"?: string;
        };
        Relationships: [
          {
            foreignKeyName: "email_messages_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "email_suppressions": {
        Row: {
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "email": string;
          "message_id": string | null;
          "reason": string;
        };
        ComputedFields: never;
        Insert: {
          "client_id": string;
          "created_at"?: string;
          "created_by"?: string | null;
          "email": string;
          "message_id"?: string | null;
          "reason": string;
        };
        Update: {
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "email"?: string;
          "message_id"?: string | null;
          "reason"?: string;
        };
        Relationships: [
          {
            foreignKeyName: "email_suppressions_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "email_templates": {
        Row: {
          "client_id": string;
          "html": string;
          "subject": string;
          "template": string;
          "text": string | null;
          "updated_at": string;
          "updated_by": string | null;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "client_id": string;
          "html": string;
          "subject": string;
          "template": string;
          "text"?: string | null;
          "updated_at"?: string;
          "updated_by"?: string | null;
          "version"?: number;
        };
        Update: {
          "client_id"?: string;
          "html"?: string;
          "subject"?: string;
          "template"?: string;
          "text"?: string | null;
          "updated_at"?: string;
          "updated_by"?: string | null;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "email_templates_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "import_mappings": {
        Row: {
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "formats": NonNullable<Json>;
          "id": string;
          "mapping": NonNullable<Json>;
          "name": string;
          "options": NonNullable<Json>;
          "target": string;
          "updated_at": string;
          "values": NonNullable<Json>;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "client_id": string;
          "created_at"?: string;
          "created_by"?: string | null;
          "formats": NonNullable<Json>;
          "id"?: string;
          "mapping": NonNullable<Json>;
          "name": string;
          "options": NonNullable<Json>;
          "target"?: string;
          "updated_at"?: string;
          "values": NonNullable<Json>;
          "version"?: number;
        };
        Update: {
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "formats"?: NonNullable<Json>;
          "id"?: string;
          "mapping"?: NonNullable<Json>;
          "name"?: string;
          "options"?: NonNullable<Json>;
          "target"?: string;
          "updated_at"?: string;
          "values"?: NonNullable<Json>;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "import_mappings_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "inbound_events": {
        Row: {
          "applied_at": string | null;
          "client_id": string | null;
          "event_id": string;
          "id": string;
          "payload": NonNullable<Json>;
          "received_at": string;
          "request_id": string | null;
          "source": string;
          "type": string;
        };
        ComputedFields: never;
        Insert: {
          "applied_at"?: string | null;
          "client_id"?: string | null;
          "event_id": string;
          "id"?: string;
          "payload": NonNullable<Json>;
          "received_at"?: string;
          "request_id"?: string | null;
          "source": string;
          "type": string;
        };
        Update: {
          "applied_at"?: string | null;
          "client_id"?: string | null;
          "event_id"?: string;
          "id"?: string;
          "payload"?: NonNullable<Json>;
          "received_at"?: string;
          "request_id"?: string | null;
          "source"?: string;
          "type"?: string;
        };
        Relationships: [
          {
            foreignKeyName: "inbound_events_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "job_queue": {
        Row: {
          "attempts": number;
          "client_id": string | null;
          "completed_at": string | null;
          "created_at": string;
          "dedupe_key": string | null;
          "error_message": string | null;
          "id": string;
          "lane": string;
          "lease_until": string | null;
          "max_attempts": number;
          "payload": NonNullable<Json>;
          "phase": string;
          "priority": number;
          "queue": string;
          "request_id": string | null;
          "result": Json | null;
          "scheduled_for": string;
          "started_at": string | null;
          "status": string;
          "token": number;
          "traceparent": string | null;
          "type": string;
        };
        ComputedFields: never;
        Insert: {
          "attempts"?: number;
          "client_id"?: string | null;
          "completed_at"?: string | null;
          "created_at"?: string;
          "dedupe_key"?: string | null;
          "error_message"?: string | null;
          "id"?: string;
          "lane": string;
          "lease_until"?: string | null;
          "max_attempts"?: number;
          "payload"?: NonNullable<Json>;
          "phase"?: never;
          "priority"?: number;
          "queue": string;
          "request_id"?: string | null;
          "result"?: Json | null;
          "scheduled_for"?: string;
          "started_at"?: string | null;
          "status"?: string;
          "token"?: number;
          "traceparent"?: string | null;
          "type": string;
        };
        Update: {
          "attempts"?: number;
          "client_id"?: string | null;
          "completed_at"?: string | null;
          "created_at"?: string;
          "dedupe_key"?: string | null;
          "error_message"?: string | null;
          "id"?: string;
          "lane"?: string;
          "lease_until"?: string | null;
          "max_attempts"?: number;
          "payload"?: NonNullable<Json>;
          "phase"?: never;
          "priority"?: number;
          "queue"?: string;
          "request_id"?: string | null;
          "result"?: Json | null;
          "scheduled_for"?: string;
          "started_at"?: string | null;
          "status"?: string;
          "token"?: number;
          "traceparent"?: string | null;
          "type"?: string;
        };
        Relationships: [
          {
            foreignKeyName: "job_queue_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "opportunities": {
        Row: {
          "amount": number | null;
          "batch_id": string | null;
          "batch_row": number | null;
          "client_id": string;
          "context": NonNullable<Json>;
          "created_at": string;
          "created_by": string | null;
          "currency": string;
          "custom_context": NonNullable<Json>;
          "deal_owner": string | null;
          "expected_close_date": string | null;
          "external_id": string | null;
          "id": string;
          "name": string;
          "notes": string | null;
          "organization_id": string;
          "principal_id": string | null;
          "probability_percent": number | null;
          "product_id": string | null;
          "stage": Database["public"]["Enums"]["opportunity_stage"];
          "updated_at": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "amount"?: number | null;
          "batch_id"?: string | null;
          "batch_row"?: number | null;
          "client_id": string;
          "context"?: NonNullable<Json>;
          "created_at"?: string;
          "created_by"?: string | null;
          "currency": string;
          "custom_context"?: NonNullable<Json>;
          "deal_owner"?: string | null;
          "expected_close_date"?: string | null;
          "external_id"?: string | null;
          "id"?: string;
          "name": string;
          "notes"?: string | null;
          "organization_id": string;
          "principal_id"?: string | null;
          "probability_percent"?: number | null;
          "product_id"?: string | null;
          "stage"?: Database["public"]["Enums"]["opportunity_stage"];
          "updated_at"?: string;
          "version"?: number;
        };
        Update: {
          "amount"?: number | null;
          "batch_id"?: string | null;
          "batch_row"?: number | null;
          "client_id"?: string;
          "context"?: NonNullable<Json>;
          "created_at"?: string;
          "created_by"?: string | null;
          "currency"?: string;
          "custom_context"?: NonNullable<Json>;
          "deal_owner"?: string | null;
          "expected_close_date"?: string | null;
          "external_id"?: string | null;
          "id"?: string;
          "name"?: string;
          "notes"?: string | null;
          "organization_id"?: string;
          "principal_id"?: string | null;
          "probability_percent"?: number | null;
          "product_id"?: string | null;
          "stage"?: Database["public"]["Enums"]["opportunity_stage"];
          "updated_at"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "opportunities_client_id_batch_id_fkey";
            columns: ["client_id", "batch_id"];
            isOneToOne: false;
            referencedRelation: "opportunity_batches";
            referencedColumns: ["client_id", "id"];
          },
          {
            foreignKeyName: "opportunities_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "opportunities_client_id_organization_id_fkey";
            columns: ["client_id", "organization_id"];
            isOneToOne: false;
            referencedRelation: "organizations";
            referencedColumns: ["client_id", "id"];
          },
          {
            foreignKeyName: "opportunities_client_id_principal_id_fkey";
            columns: ["client_id", "principal_id"];
            isOneToOne: false;
            referencedRelation: "principals";
            referencedColumns: ["client_id", "id"];
          },
          {
            foreignKeyName: "opportunities_client_id_product_id_fkey";
            columns: ["client_id", "product_id"];
            isOneToOne: false;
            referencedRelation: "products";
            referencedColumns: ["client_id", "id"];
          },
        ];
      };
      "opportunity_batches": {
        Row: {
          "client_id": string;
          "completed_at": string | null;
          "content_hash": string;
          "created": number;
          "created_at": string;
          "created_by": string;
          "errors": NonNullable<Json>;
          "failed_records": number;
          "filename": string | null;
          "id": string;
          "options": NonNullable<Json>;
          "skipped": number;
          "status": Database["public"]["Enums"]["batch_status"];
          "successful_records": number;
          "total_records": number;
          "unchanged": number;
          "unknown_columns": (string)[];
          "updated": number;
          "warnings": NonNullable<Json>;
        };
        ComputedFields: never;
        Insert: {
          "client_id": string;
          "completed_at"?: string | null;
          "content_hash": string;
          "created"?: number;
          "created_at"?: string;
          "created_by": string;
          "errors"?: NonNullable<Json>;
          "failed_records"?: number;
          "filename"?: string | null;
          "id"?: string;
          "options"?: NonNullable<Json>;
          "skipped"?: number;
          "status": Database["public"]["Enums"]["batch_status"];
          "successful_records"?: number;
          "total_records": number;
          "unchanged"?: number;
          "unknown_columns"?: (string)[];
          "updated"?: number;
          "warnings"?: NonNullable<Json>;
        };
        Update: {
          "client_id"?: string;
          "completed_at"?: string | null;
          "content_hash"?: string;
          "created"?: number;
          "created_at"?: string;
          "created_by"?: string;
          "errors"?: NonNullable<Json>;
          "failed_records"?: number;
          "filename"?: string | null;
          "id"?: string;
          "options"?: NonNullable<Json>;
          "skipped"?: number;
          "status"?: Database["public"]["Enums"]["batch_status"];
          "successful_records"?: number;
          "total_records"?: number;
          "unchanged"?: number;
          "unknown_columns"?: (string)[];
          "updated"?: number;
          "warnings"?: NonNullable<Json>;
        };
        Relationships: [
          {
            foreignKeyName: "opportunity_batches_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "organizations": {
        Row: {
          "batch_id": string | null;
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "id": string;
          "name": string;
          "updated_at": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "batch_id"?: string | null;
          "client_id": string;
          "created_at"?: string;
          "created_by"?: string | null;
          "id"?: string;
          "name": string;
          "updated_at"?: string;
          "version"?: number;
        };
        Update: {
          "batch_id"?: string | null;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "id"?: string;
          "name"?: string;
          "updated_at"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "organizations_client_id_batch_id_fkey";
            columns: ["client_id", "batch_id"];
            isOneToOne: false;
            referencedRelation: "opportunity_batches";
            referencedColumns: ["client_id", "id"];
          },
          {
            foreignKeyName: "organizations_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "principals": {
        Row: {
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "id": string;
          "name": string;
          "updated_at": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "client_id": string;
          "created_at"?: string;
          "created_by"?: string | null;
          "id"?: string;
          "name": string;
          "updated_at"?: string;
          "version"?: number;
        };
        Update: {
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "id"?: string;
          "name"?: string;
          "updated_at"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "principals_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "products": {
        Row: {
          "batch_id": string | null;
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "id": string;
          "name": string;
          "updated_at": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "batch_id"?: string | null;
          "client_id": string;
          "created_at"?: string;
          "created_by"?: string | null;
          "id"?: string;
          "name": string;
          "updated_at"?: string;
          "version"?: number;
        };
        Update: {
          "batch_id"?: string | null;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "id"?: string;
          "name"?: string;
          "updated_at"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "products_client_id_batch_id_fkey";
            columns: ["client_id", "batch_id"];
            isOneToOne: false;
            referencedRelation: "opportunity_batches";
            referencedColumns: ["client_id", "id"];
          },
          {
            foreignKeyName: "products_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "routing_decisions": {
        Row: {
          "agent_id": string;
          "candidates": (unknown)[];
          "capabilities": (string)[];
          "channel_id": string | null;
          "client_id": string;
          "considered": number;
          "created_at": string;
          "created_by": string | null;
          "ended_at": string | null;
          "expires_at": string | null;
          "fallback": boolean;
          "handling_seconds": number | null;
          "id": string;
          "outcome": string | null;
          "reference": string | null;
          "resolved": boolean | null;
          "satisfaction": number | null;
          "score": number;
          "sector": string;
          "status": string;
          "team_id": string | null;
          "terms": unknown;
        };
        ComputedFields: never;
        Insert: {
          "agent_id": string;
          "candidates": (unknown)[];
          "capabilities"?: (string)[];
          "channel_id"?: string | null;
          "client_id": string;
          "considered": number;
          "created_at"?: string;
          "created_by"?: string | null;
          "ended_at"?: string | null;
          "expires_at"?: string | null;
          "fallback"?: boolean;
          "handling_seconds"?: number | null;
          "id"?: string;
          "outcome"?: string | null;
          "reference"?: string | null;
          "resolved"?: boolean | null;
          "satisfaction"?: number | null;
          "score": number;
          "sector": string;
          "status"?: string;
          "team_id"?: string | null;
          "terms": unknown;
        };
        Update: {
          "agent_id"?: string;
          "candidates"?: (unknown)[];
          "capabilities"?: (string)[];
          "channel_id"?: string | null;
          "client_id"?: string;
          "considered"?: number;
          "created_at"?: string;
          "created_by"?: string | null;
          "ended_at"?: string | null;
          "expires_at"?: string | null;
          "fallback"?: boolean;
          "handling_seconds"?: number | null;
          "id"?: string;
          "outcome"?: string | null;
          "reference"?: string | null;
          "resolved"?: boolean | null;
          "satisfaction"?: number | null;
          "score"?: number;
          "sector"?: string;
          "status"?: string;
          "team_id"?: string | null;
          "terms"?: unknown;
        };
        Relationships: [
          {
            foreignKeyName: "routing_decisions_client_id_agent_id_fkey";
            columns: ["client_id", "agent_id"];
            isOneToOne: false;
            referencedRelation: "agents";
            referencedColumns: ["client_id", "id"];
          },
          {
            foreignKeyName: "routing_decisions_client_id_channel_id_fkey";
            columns: ["client_id", "channel_id"];
            isOneToOne: false;
            referencedRelation: "channels";
            referencedColumns: ["client_id", "id"];
          },
          {
            foreignKeyName: "routing_decisions_client_id_team_id_fkey";
            columns: ["client_id", "team_id"];
            isOneToOne: false;
            referencedRelation: "teams";
            referencedColumns: ["client_id", "id"];
          },
        ];
      };
      "sector_agents": {
        Row: {
          "active": boolean;
          "agent_id": string;
          "available": boolean;
          "base_score": number;
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "handling_points": number;
          "handling_weight": number;
          "has_slot": boolean;
          "last_chosen_at": string | null;
          "lease_minutes": number;
          "load": number;
          "load_weight": number;
          "max_load": number;
          "priority": number;
          "priority_points": number;
          "priority_weight": number;
          "sector": string;
          "sector_key": string;
          "seven_day_answered": number;
          "seven_day_handled": number;
          "seven_day_handling_seconds": number;
          "seven_day_successful": number;
          "success_points": number;
          "success_weight": number;
          "updated_at": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "active"?: boolean;
          "agent_id": string;
          "available"?: boolean;
          "base_score"?: number;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "handling_points"?: number;
          "handling_weight"?: number;
          "has_slot"?: boolean;
          "last_chosen_at"?: string | null;
          "lease_minutes"?: number;
          "load"?: number;
          "load_weight"?: number;
          "max_load"?: number;
          "priority"?: number;
          "priority_points"?: number;
          "priority_weight"?: number;
          "sector": string;
          "sector_key": string;
          "seven_day_answered"?: number;
          "seven_day_handled"?: number;
          "seven_day_handling_seconds"?: number;
          "seven_day_successful"?: number;
          "success_points"?: number;
          "success_weight"?: number;
          "updated_at"?: string;
          "version"?: number;
        };
        Update: {
          "active"?: boolean;
          "agent_id"?: string;
          "available"?: boolean;
          "base_score"?: number;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "handling_points"?: number;
          "handling_weight"?: number;
          "has_slot"?: boolean;
          "last_chosen_at"?: string | null;
          "lease_minutes"?: number;
          "load"?: number;
          "load_weight"?: number;
          "max_load"?: number;
          "priority"?: number;
          "priority_points"?: number;
          "priority_weight"?: number;
          "sector"?: string;
          "sector_key"?: string;
          "seven_day_answered"?: number;
          "seven_day_handled"?: number;
          "seven_day_handling_seconds"?: number;
          "seven_day_successful"?: number;
          "success_points"?: number;
          "success_weight"?: number;
          "updated_at"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "sector_agents_client_id_agent_id_fkey";
            columns: ["client_id", "agent_id"];
            isOneToOne: false;
            referencedRelation: "agents";
            referencedColumns: ["client_id", "id"];
          },
          {
            foreignKeyName: "sector_agents_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "settings": {
        Row: {
          "client_id": string;
          "key": string;
          "updated_at": string;
          "updated_by": string | null;
          "value": Json | null;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "client_id": string;
          "key": string;
          "updated_at"?: string;
          "updated_by"?: string | null;
          "value"?: Json | null;
          "version"?: number;
        };
        Update: {
          "client_id"?: string;
          "key"?: string;
          "updated_at"?: string;
          "updated_by"?: string | null;
          "value"?: Json | null;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "settings_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "team_agent_assignments": {
        Row: {
          "agent_id": string;
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "is_primary": boolean;
          "team_member_id": string;
        };
        ComputedFields: never;
        Insert: {
          "agent_id": string;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "is_primary"?: boolean;
          "team_member_id": string;
        };
        Update: {
          "agent_id"?: string;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "is_primary"?: boolean;
          "team_member_id"?: string;
        };
        Relationships: [
          {
            foreignKeyName: "team_agent_assignments_are_agents";
            columns: ["client_id", "agent_id"];
            isOneToOne: false;
            referencedRelation: "agents";
            referencedColumns: ["client_id", "id"];
          },
          {
            foreignKeyName: "team_agent_assignments_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "team_agent_assignments_client_id_team_member_id_fkey";
            columns: ["client_id", "team_member_id"];
            isOneToOne: false;
            referencedRelation: "team_members";
            referencedColumns: ["client_id", "id"];
          },
        ];
      };
      "team_members": {
        Row: {
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "id": string;
          "role": Database["public"]["Enums"]["team_role"];
          "team_id": string;
          "title": string | null;
          "updated_at": string;
          "user_id": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "id"?: string;
          "role"?: Database["public"]["Enums"]["team_role"];
          "team_id": string;
          "title"?: string | null;
          "updated_at"?: string;
          "user_id": string;
          "version"?: number;
        };
        Update: {
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "id"?: string;
          "role"?: Database["public"]["Enums"]["team_role"];
          "team_id"?: string;
          "title"?: string | null;
          "updated_at"?: string;
          "user_id"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "team_members_are_tenant_members";
            columns: ["client_id", "user_id"];
            isOneToOne: false;
            referencedRelation: "client_members";
            referencedColumns: ["client_id", "user_id"];
          },
          {
            foreignKeyName: "team_members_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "team_members_client_id_team_id_fkey";
            columns: ["client_id", "team_id"];
            isOneToOne: false;
            referencedRelation: "teams";
            referencedColumns: ["client_id", "id"];
          },
        ];
      };
      "team_performance": {
        Row: {
          "calls_abandoned": number;
          "calls_failed": number;
          "calls_handled": number;
          "calls_resolved": number;
          "calls_successful": number;
          "client_id": string;
          "day": string;
          "handling_seconds_count": number;
          "handling_seconds_sum": number;
          "satisfaction_count": number;
          "satisfaction_sum": number;
          "team_id": string;
          "updated_at": string;
          "wait_seconds_count": number;
          "wait_seconds_sum": number;
        };
        ComputedFields: never;
        Insert: {
          "calls_abandoned"?: number;
          "calls_failed"?: number;
          "calls_handled"?: number;
          "calls_resolved"?: number;
          "calls_successful"?: number;
          "client_id": string;
          "day": string;
          "handling_seconds_count"?: number;
          "handling_seconds_sum"?: number;
          "satisfaction_count"?: number;
          "satisfaction_sum"?: number;
          "team_id": string;
          "updated_at"?: string;
          "wait_seconds_count"?: number;
          "wait_seconds_sum"?: number;
        };
        Update: {
          "calls_abandoned"?: number;
          "calls_failed"?: number;
          "calls_handled"?: number;
          "calls_resolved"?: number;
          "calls_successful"?: number;
          "client_id"?: string;
          "day"?: string;
          "handling_seconds_count"?: number;
          "handling_seconds_sum"?: number;
          "satisfaction_count"?: number;
          "satisfaction_sum"?: number;
          "team_id"?: string;
          "updated_at"?: string;
          "wait_seconds_count"?: number;
          "wait_seconds_sum"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "team_performance_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "team_performance_client_id_team_id_fkey";
            columns: ["client_id", "team_id"];
            isOneToOne: false;
            referencedRelation: "teams";
            referencedColumns: ["client_id", "id"];
          },
        ];
      };
      "teams": {
        Row: {
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "description": string | null;
          "id": string;
          "name": string;
          "sector": string;
          "sector_key": string;
          "status": string;
          "updated_at": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "description"?: string | null;
          "id"?: string;
          "name": string;
          "sector": string;
          "sector_key"?: never;
          "status"?: string;
          "updated_at"?: string;
          "version"?: number;
        };
        Update: {
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "description"?: string | null;
          "id"?: string;
          "name"?: string;
          "sector"?: string;
          "sector_key"?: never;
          "status"?: string;
          "updated_at"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "teams_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "transactions": {
        Row: {
          "amount": number;
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "currency": string;
          "customer_id": string;
          "external_id": string;
          "id": string;
          "is_refund": boolean;
          "occurred_at": string;
          "product": string;
          "quantity": number;
          "refund_of": string | null;
          "status": string;
          "updated_at": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "amount": number;
          "client_id": string;
          "created_at"?: string;
          "created_by"?: string | null;
          "currency": string;
          "customer_id": string;
          "external_id": string;
          "id"?: string;
          "is_refund"?: boolean;
          "occurred_at": string;
          "product"?: string;
          "quantity"?: number;
          "refund_of"?: string | null;
          "status": string;
          "updated_at"?: string;
          "version"?: number;
        };
        Update: {
          "amount"?: number;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "currency"?: string;
          "customer_id"?: string;
          "external_id"?: string;
          "id"?: string;
          "is_refund"?: boolean;
          "occurred_at"?: string;
          "product"?: string;
          "quantity"?: number;
          "refund_of"?: string | null;
          "status"?: string;
          "updated_at"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "transactions_client_id_customer_id_fkey";
            columns: ["client_id", "customer_id"];
            isOneToOne: false;
            referencedRelation: "customers";
            referencedColumns: ["client_id", "id"];
          },
          {
            foreignKeyName: "transactions_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "transactions_client_id_refund_of_fkey";
            columns: ["client_id", "refund_of"];
            isOneToOne: false;
            referencedRelation: "transactions";
            referencedColumns: ["client_id", "id"];
          },
        ];
      };
      "webhook_attempts": {
        Row: {
          "attempt": number;
          "attempted_at": string;
          "client_id": string;
          "delivery_id": string;
          "duration_ms": number;
          "endpoint_id": string;
          "error": string | null;
          "event_type": string;
          "id": number;
          "response": string | null;
          "status_code": number | null;
          "succeeded": boolean;
        };
        ComputedFields: never;
        Insert: {
          "attempt": number;
          "attempted_at": string;
          "client_id": string;
          "delivery_id": string;
          "duration_ms": number;
          "endpoint_id": string;
          "error"?: string | null;
          "event_type": string;
          "id"?: never;
          "response"?: string | null;
          "status_code"?: number | null;
          "succeeded": boolean;
        };
        Update: {
          "attempt"?: number;
          "attempted_at"?: string;
          "client_id"?: string;
          "delivery_id"?: string;
          "duration_ms"?: number;
          "endpoint_id"?: string;
          "error"?: string | null;
          "event_type"?: string;
          "id"?: never;
          "response"?: string | null;
          "status_code"?: number | null;
          "succeeded"?: boolean;
        };
        Relationships: [
          {
            foreignKeyName: "webhook_attempts_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "webhook_attempts_delivery_id_fkey";
            columns: ["delivery_id"];
            isOneToOne: false;
            referencedRelation: "job_queue";
            referencedColumns: ["id"];
          },
          {
            foreignKeyName: "webhook_attempts_delivery_id_fkey";
            columns: ["delivery_id"];
            isOneToOne: false;
            referencedRelation: "webhook_deliveries";
            referencedColumns: ["id"];
          },
        ];
      };
      "webhook_endpoints": {
        Row: {
          "author_id": string | null;
          "author_key": string | null;
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "description": string | null;
          "disabled_reason": string | null;
          "enabled": boolean;
          "event_types": (string)[];
          "id": string;
          "priority": number;
          "scopes": (string)[];
          "updated_at": string;
          "url": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "author_id"?: string | null;
          "author_key"?: string | null;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "description"?: string | null;
          "disabled_reason"?: string | null;
          "enabled"?: boolean;
          "event_types"?: (string)[];
          "id"?: string;
          "priority"?: number;
          "scopes"?: (string)[];
          "updated_at"?: string;
          "url": string;
          "version"?: number;
        };
        Update: {
          "author_id"?: string | null;
          "author_key"?: string | null;
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "description"?: string | null;
          "disabled_reason"?: string | null;
          "enabled"?: boolean;
          "event_types"?: (string)[];
          "id"?: string;
          "priority"?: number;
          "scopes"?: (string)[];
          "updated_at"?: string;
          "url"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "webhook_endpoints_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "webhook_sources": {
        Row: {
          "client_id": string;
          "created_at": string;
          "created_by": string | null;
          "encoding": string | null;
          "header": string | null;
          "id": string;
          "id_from": string | null;
          "max_bytes": number;
          "name": string;
          "prefix": string | null;
          "preset": string | null;
          "scheme": string;
          "timestamp_header": string | null;
          "type_from": string | null;
          "updated_at": string;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "encoding"?: string | null;
          "header"?: string | null;
          "id"?: string;
          "id_from"?: string | null;
          "max_bytes"?: number;
          "name": string;
          "prefix"?: string | null;
          "preset"?: string | null;
          "scheme": string;
          "timestamp_header"?: string | null;
          "type_from"?: string | null;
          "updated_at"?: string;
          "version"?: number;
        };
        Update: {
          "client_id"?: string;
          "created_at"?: string;
          "created_by"?: string | null;
          "encoding"?: string | null;
          "header"?: string | null;
          "id"?: string;
          "id_from"?: string | null;
          "max_bytes"?: number;
          "name"?: string;
          "prefix"?: string | null;
          "preset"?: string | null;
          "scheme"?: string;
          "timestamp_header"?: string | null;
          "type_from"?: string | null;
          "updated_at"?: string;
          "version"?: number;
        };
        Relationships: [
          {
            foreignKeyName: "webhook_sources_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
    };
    Views: {
      "settings_audit": {
        Row: {
          "changed_at": string;
          "changed_by": string | null;
          "client_id": string;
          "id": number;
          "key": string | null;
          "key_id": string | null;
          "new_value": Json | null;
          "old_value": Json | null;
          "request_id": string | null;
        };
        ComputedFields: never;
        Insert: {
          "changed_at"?: string | null;
          "changed_by"?: string | null;
          "client_id"?: string | null;
          "id"?: number | null;
          "key"?: string | null;
          "key_id"?: string | null;
          "new_value"?: never;
          "old_value"?: never;
          "request_id"?: string | null;
        };
        Update: {
          "changed_at"?: string | null;
          "changed_by"?: string | null;
          "client_id"?: string | null;
          "id"?: number | null;
          "key"?: string | null;
          "key_id"?: string | null;
          "new_value"?: never;
          "old_value"?: never;
          "request_id"?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: "audit_log_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
      "webhook_deliveries": {
        Row: {
          "attempt_count": number;
          "client_id": string | null;
          "completed_at": string | null;
          "created_at": string;
          "endpoint_id": string | null;
          "error": string | null;
          "event_id": string | null;
          "event_type": string | null;
          "id": string;
          "max_attempts": number;
          "next_attempt_at": string | null;
          "request_id": string | null;
          "status": string | null;
        };
        ComputedFields: never;
        Insert: {
          "attempt_count"?: number | null;
          "client_id"?: string | null;
          "completed_at"?: string | null;
          "created_at"?: string | null;
          "endpoint_id"?: never;
          "error"?: string | null;
          "event_id"?: never;
          "event_type"?: never;
          "id"?: string | null;
          "max_attempts"?: number | null;
          "next_attempt_at"?: never;
          "request_id"?: string | null;
          "status"?: never;
        };
        Update: {
          "attempt_count"?: number | null;
          "client_id"?: string | null;
          "completed_at"?: string | null;
          "created_at"?: string | null;
          "endpoint_id"?: never;
          "error"?: string | null;
          "event_id"?: never;
          "event_type"?: never;
          "id"?: string | null;
          "max_attempts"?: number | null;
          "next_attempt_at"?: never;
          "request_id"?: string | null;
          "status"?: never;
        };
        Relationships: [
          {
            foreignKeyName: "job_queue_client_id_fkey";
            columns: ["client_id"];
            isOneToOne: false;
            referencedRelation: "clients";
            referencedColumns: ["id"];
          },
        ];
      };
    };
    Functions: {
      "accept_invitation": { Args: { "token": string }; Returns: Json };
      "activate_account": { Args: { "account_id": string }; Returns: Json };
      "add_email_suppression": { Args: { "email": string; "reason": string }; Returns: Json };
      "add_incident_note": { Args: { "incident_id": string; "note": string }; Returns: Json };
      "add_team_member": {
        Args: {
          "role"?: Database["public"]["Enums"]["team_role"];
          "team_id": string;
          "title"?: string;
          "user_id": string;
        };
        Returns: Json;
      };
      "aggregation_status": { Args: Record<PropertyKey, never>; Returns: Json };
      "assign_agents": {
        Args: { "agent_ids": (string)[]; "is_primary"?: boolean; "member_id": string; "team_id": string };
        Returns: Json;
      };
      "audit_range": { Args: { "since"?: string; "until"?: string }; Returns: Json };
      "await_claimable_jobs": {
        Args: {
          "busy"?: Json;
          "held"?: Json;
          "lane_limit"?: number;
          "queue": string;
          "tenant_limit"?: number;
          "wait_ms"?: number;
        };
        Returns: boolean;
      };
      "batch_error_rows": { Args: { "batch_id": string }; Returns: Json };
      "begin_audit_export": { Args: { "since"?: string; "until"?: string }; Returns: Json };
      "begin_sunset": { Args: { "deprecation": string; "force"?: boolean }; Returns: Json };
      "begun_sunsets": { Args: Record<PropertyKey, never>; Returns: (string)[] };
      "cache_state": { Args: { "scope": string; "topics": (string)[] }; Returns: Json };
      "call_error_rows": { Args: { "batch_id": string }; Returns: Json };
      "cancel_batch": { Args: { "batch_id": string }; Returns: Json };
      "cancel_job": { Args: { "job_id": string }; Returns: Json };
      "cancel_upload": { Args: { "upload_id": string }; Returns: Json };
      "change_member_role": {
        Args: { "role": Database["public"]["Enums"]["member_role"]; "user_id": string };
        Returns: Json;
      };
      "check_key_ring": { Args: { "key_ids": (string)[] }; Returns: number };
      "check_request": { Args: Record<PropertyKey, never>; Returns: undefined };
      "check_upload_slice": {
        Args: {
          "opportunities": Json;
          "problems": Json;
          "slice": number;
          "state": Json;
          "tenant": string;
          "upload_id": string;
        };
        Returns: string;
      };
      "claim_jobs": {
        Args: {
          "after_lane"?: string;
          "batch": number;
          "busy"?: Json;
          "held"?: Json;
          "lane_limit"?: number;
          "queue": string;
          "tenant_limit"?: number;
          "wait_ms"?: number;
          "worker_id": string;
        };
        Returns: Json;
      };
      "compare_performance": {
        Args: {
          "after_id"?: string;
          "after_value"?: number;
          "first_day"?: string;
          "kind": string;
          "last_day"?: string;
          "page_size"?: number;
          "sort"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "complete_decision": {
        Args: {
          "decision_id": string;
          "handling_seconds": number;
          "outcome": string;
          "resolved": boolean;
          "satisfaction"?: number;
        };
        Returns: Json;
      };
      "complete_jobs": {
        Args: { "ended_leases"?: (number)[]; "results": Json; "worker_id": string };
        Returns: Json;
      };
      "complete_upload": { Args: { "parts": number; "upload_id": string }; Returns: Json };
      "create_account": {
        Args: { "currency"?: string; "name": string; "time_zone"?: string };
        Returns: Json;
      };
      "create_agent": {
        Args: {
          "capabilities"?: (string)[];
          "kind": string;
          "name": string;
          "role"?: string;
          "system_prompt"?: string;
        };
        Returns: Json;
      };
      "create_api_key": {
        Args: {
          "allowed_cidrs"?: (string)[];
          "digest": string;
          "expires_at"?: string;
          "mode"?: string;
          "name": string;
          "prefix": string;
          "scopes": (string)[];
        };
        Returns: Json;
      };
      "create_archive_hold": {
        Args: { "from_time": string; "kind": string; "reason": string; "to_time": string };
        Returns: Json;
      };
      "create_channel": {
        Args: { "config"?: Json; "credentials"?: Json; "id": string; "name": string; "type": string };
        Returns: Json;
      };
      "create_decision": {
        Args: {
          "capabilities"?: (string)[];
          "channel_id"?: string;
          "reference"?: string;
          "sector"?: string;
          "team_id"?: string;
        };
        Returns: Json;
      };
      "create_decisions": { Args: { "decisions": Json }; Returns: Json };
      "create_erasure": { Args: { "email": string }; Returns: Json };
      "create_invitation": {
        Args: { "email": string; "role": Database["public"]["Enums"]["member_role"] };
        Returns: Json;
      };
      "create_maintenance": {
        Args: { "components"?: (string)[]; "ends_at": string; "starts_at": string; "title": string };
        Returns: Json;
      };
      "create_team": { Args: { "description"?: string; "name": string; "sector": string }; Returns: Json };
      "create_upload": {
        Args: {
          "auto_promote"?: boolean;
          "filename": string;
          "options"?: Json;
          "reading"?: Json;
          "size"?: number;
          "target"?: string;
        };
        Returns: Json;
      };
      "create_webhook_endpoint": {
        Args: {
          "description"?: string;
          "enabled"?: boolean;
          "event_types"?: (string)[];
          "id": string;
          "priority"?: number;
          "secret": Json;
          "url": string;
        };
        Returns: Json;
      };
      "create_webhook_source": {
        Args: {
          "encoding"?: string;
          "header"?: string;
          "id": string;
          "id_from"?: string;
          "max_bytes"?: number;
          "name": string;
          "prefix"?: string;
          "preset"?: string;
          "scheme": string;
          "secret": Json;
          "timestamp_header"?: string;
          "type_from"?: string;
        };
        Returns: Json;
      };
      "database_report": { Args: Record<PropertyKey, never>; Returns: Json };
      "day_bounds": { Args: { "first_day"?: string; "last_day"?: string }; Returns: Json };
      "delete_account": { Args: Record<PropertyKey, never>; Returns: undefined };
      "delete_agent": { Args: { "agent_id": string; "if_match"?: number }; Returns: undefined };
      "delete_alert": { Args: { "alert_id": string; "if_match"?: number }; Returns: undefined };
      "delete_archive_hold": { Args: { "hold_id": string }; Returns: undefined };
      "delete_channel": { Args: { "channel_id": string; "if_match"?: number }; Returns: undefined };
      "delete_email_suppression": { Args: { "email": string }; Returns: undefined };
      "delete_email_template": { Args: { "template": string }; Returns: undefined };
      "delete_flag": { Args: { "key": string }; Returns: undefined };
      "delete_import_mapping": { Args: { "if_match"?: number; "name": string }; Returns: undefined };
      "delete_maintenance": { Args: { "maintenance_id": string }; Returns: undefined };
      "delete_team": { Args: { "if_match"?: number; "team_id": string }; Returns: undefined };
      "delete_transaction": { Args: { "if_match"?: number; "transaction_id": string }; Returns: undefined };
      "delete_webhook_endpoint": { Args: { "endpoint_id": string; "if_match"?: number }; Returns: undefined };
      "delete_webhook_source": { Args: { "if_match"?: number; "source_id": string }; Returns: undefined };
      "dependency_stats": {
        Args: { "client_id"?: string; "since"?: string; "until"?: string };
        Returns: Json;
      };
      "email_metrics": {
        Args: { "first_day"?: string; "group_by"?: string; "last_day"?: string };
        Returns: Json;
      };
      "end_audit_export": { Args: { "size": number }; Returns: Json };
      "end_worker": { Args: { "worker_id": string }; Returns: undefined };
      "exchange_api_key": {
        Args: {
          "address"?: unknown;
          "denials"?: number;
          "digest": string;
          "prefix": string;
          "uses"?: number;
        };
        Returns: Json;
      };
      "export_audit_leaves": { Args: { "first": number; "size": number; "until": number }; Returns: Json };
      "export_page": { Args: { "after"?: string }; Returns: Json };
      "fail_upload": {
        Args: { "code": string; "message": string; "tenant": string; "upload_id": string };
        Returns: undefined;
      };
      "find_logs": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "client_id"?: string;
          "function"?: string;
          "level"?: string;
          "page_size"?: number;
          "q"?: string;
          "request_id"?: string;
          "since"?: string;
          "until"?: string;
          "user_id"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "get_account": { Args: Record<PropertyKey, never>; Returns: Json };
      "get_agent": { Args: { "agent_id": string }; Returns: Json };
      "get_agent_trends": {
        Args: { "agent_id": string; "first_day"?: string; "group_by"?: string; "last_day"?: string };
        Returns: Json;
      };
      "get_alert": { Args: { "alert_id": string }; Returns: Json };
      "get_api_key": { Args: { "key_id": string }; Returns: Json };
      "get_audit_entry": { Args: { "id": number }; Returns: Json };
      "get_customer": { Args: { "currency"?: string; "customer_id": string }; Returns: Json };
      "get_dashboard": {
        Args: { "currency"?: string; "first_day"?: string; "last_day"?: string };
        Returns: Json;
      };
      "get_decision": { Args: { "decision_id": string }; Returns: Json };
      "get_email": { Args: { "message_id": string }; Returns: Json };
      "get_erasure": { Args: { "erasure_id": string }; Returns: Json };
      "get_error": { Args: { "error_id": string }; Returns: Json };
      "get_flag": { Args: { "key": string }; Returns: Json };
      "get_import_mapping": { Args: { "name": string; "target"?: string }; Returns: Json };
      "get_pipeline": { Args: { "currency"?: string; "group_by"?: string }; Returns: Json };
      "get_revenue": {
        Args: { "currency"?: string; "first_day"?: string; "group_by"?: string; "last_day"?: string };
        Returns: Json;
      };
      "get_search_analytics": { Args: { "first_day"?: string; "last_day"?: string }; Returns: Json };
      "get_setting": { Args: { "key": string }; Returns: Json };
      "get_sign_in_policy": { Args: Record<PropertyKey, never>; Returns: Json };
      "get_team": { Args: { "team_id": string }; Returns: Json };
      "get_team_performance": {
        Args: { "first_day"?: string; "group_by"?: string; "last_day"?: string; "team_id": string };
        Returns: Json;
      };
      "get_team_trends": {
        Args: { "first_day"?: string; "group_by"?: string; "last_day"?: string; "team_id": string };
        Returns: Json;
      };
      "get_timeline": { Args: { "client_id"?: string; "request_id": string }; Returns: Json };
      "get_transaction": { Args: { "transaction_id": string }; Returns: Json };
      "get_upload": { Args: { "upload_id": string }; Returns: Json };
      "get_usage": {
        Args: { "by_what"?: string; "first_day"?: string; "group_by"?: string; "last_day"?: string };
        Returns: Json;
      };
      "get_webhook_delivery": { Args: { "delivery_id": string }; Returns: Json };
      "get_webhook_endpoint": { Args: { "endpoint_id": string }; Returns: Json };
      "get_webhook_source": { Args: { "source_id": string }; Returns: Json };
      "health_checks": { Args: Record<PropertyKey, never>; Returns: Json };
      "health_status": { Args: { "for_operator"?: boolean; "past_incidents"?: number }; Returns: Json };
      "import_opportunities": {
        Args: {
          "filename"?: string;
          "opportunities": Json;
          "options"?: Json;
          "problems"?: Json;
          "source"?: Json;
        };
        Returns: Json;
      };
      "inbound_source": { Args: { "source_id": string }; Returns: Json };
      "job_stats": { Args: Record<PropertyKey, never>; Returns: Json };
      "lift_block": { Args: { "subject": string }; Returns: undefined };
      "list_accounts": { Args: Record<PropertyKey, never>; Returns: Json };
      "list_agents": {
        Args: {
          "active"?: boolean;
          "after_id"?: string;
          "after_time"?: string;
          "capability"?: string;
          "kind"?: string;
          "page_size"?: number;
          "search"?: string;
          "sector"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_alert_history": {
        Args: { "after_id"?: number; "alert_id": string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_alerts": {
        Args: { "after_id"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_api_keys": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "page_size"?: number;
          "status"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_archive_holds": {
        Args: { "after_id"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_archive_policies": { Args: Record<PropertyKey, never>; Returns: Json };
      "list_archive_runs": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "kind"?: string;
          "page_size"?: number;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_archived": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "from_time"?: string;
          "kind": string;
          "page_size"?: number;
          "to_time"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_audit_checkpoints": {
        Args: { "after_size"?: number; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_audit_entries": {
        Args: {
          "action"?: string;
          "actor_id"?: string;
          "after_id"?: number;
          "after_time"?: string;
          "ip"?: string;
          "key_id"?: string;
          "page_size"?: number;
          "q"?: string;
          "record_id"?: string;
          "request_id"?: string;
          "resource"?: string;
          "since"?: string;
          "until"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_batch_rows": {
        Args: { "after_row"?: number; "batch_id": string; "page_size"?: number };
        Returns: Json;
      };
      "list_blocks": {
        Args: { "after_id"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_channels": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "enabled"?: boolean;
          "page_size"?: number;
          "type"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_customers": {
        Args: {
          "after_id"?: string;
          "after_value"?: string;
          "currency"?: string;
          "page_size"?: number;
          "search"?: string;
          "sort"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_decisions": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "agent_id"?: string;
          "from_time"?: string;
          "page_size"?: number;
          "team_id"?: string;
          "to_time"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_deprecations": { Args: Record<PropertyKey, never>; Returns: Json };
      "list_email_suppressions": {
        Args: { "after_email"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_emails": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "page_size"?: number;
          "recipient"?: string;
          "status"?: string;
          "template"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_errors": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "category"?: string;
          "client_id"?: string;
          "function"?: string;
          "page_size"?: number;
          "severity"?: string;
          "status"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_event_types": { Args: Record<PropertyKey, never>; Returns: Json };
      "list_flags": { Args: Record<PropertyKey, never>; Returns: Json };
      "list_incidents": {
        Args: { "after_id"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_invitations": {
        Args: { "after_id"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_load": {
        Args: {
          "after_agent"?: string;
          "after_sector"?: string;
          "page_size"?: number;
          "sector"?: string;
          "team_id"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_maintenance": {
        Args: { "after_id"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_members": {
        Args: { "after_id"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_product_revenue": {
        Args: {
          "after_product"?: string;
          "after_value"?: string;
          "currency"?: string;
          "first_day"?: string;
          "last_day"?: string;
          "page_size"?: number;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_schedules": { Args: Record<PropertyKey, never>; Returns: Json };
      "list_secrets": {
        Args: { "after_id"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_sessions": { Args: Record<PropertyKey, never>; Returns: Json };
      "list_setting_changes": {
        Args: { "after_id"?: number; "key"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_setting_definitions": { Args: Record<PropertyKey, never>; Returns: Json };
      "list_settings": { Args: Record<PropertyKey, never>; Returns: Json };
      "list_slow_statements": {
        Args: {
          "after_id"?: number;
          "min_ms"?: number;
          "page_size"?: number;
          "since"?: string;
          "until"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_task_runs": {
        Args: { "after_id"?: number; "name": string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_team_members": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "page_size"?: number;
          "team_id": string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_teams": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "page_size"?: number;
          "search"?: string;
          "sector"?: string;
          "status"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_transactions": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "customer"?: string;
          "from_time"?: string;
          "page_size"?: number;
          "product"?: string;
          "status"?: string;
          "to_time"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_uploads": {
        Args: { "after_id"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_usage": { Args: Record<PropertyKey, never>; Returns: Json };
      "list_webhook_deliveries": {
        Args: {
          "after_id"?: string;
          "after_time"?: string;
          "endpoint_id"?: string;
          "event_type"?: string;
          "page_size"?: number;
          "status"?: string;
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "list_webhook_endpoints": {
        Args: { "after_id"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "list_webhook_sources": {
        Args: { "after_id"?: string; "after_time"?: string; "page_size"?: number; "with_total"?: boolean };
        Returns: Json;
      };
      "load_deliveries": { Args: { "deliveries": Json }; Returns: Json };
      "load_emails": { Args: { "jobs": Json; "providers": Json; "rate": number }; Returns: Json };
      "metrics": { Args: Record<PropertyKey, never>; Returns: Json };
      "move_secrets": {
        Args: { "caller"?: string; "failures": Json; "moves": Json; "newest_key": string; "tenant"?: string };
        Returns: Json;
      };
      "open_upload": { Args: { "tenant": string; "upload_id": string }; Returns: Json };
      "patch_settings": { Args: { "changes": Json }; Returns: Json };
      "preview_archive_policy": {
        Args: { "archive_days"?: number; "hot_days"?: number; "kind": string };
        Returns: Json;
      };
      "promote_upload": { Args: { "upload_id": string }; Returns: Json };
      "put_alert": { Args: { "alert_id"?: string; "definition": Json; "if_match"?: number }; Returns: Json };
      "put_channel": {
        Args: { "channel_id": string; "config": Json; "if_match"?: number; "name": string; "type"?: string };
        Returns: Json;
      };
      "put_email_template": {
        Args: { "html": string; "subject": string; "template": string; "text_part"?: string };
        Returns: Json;
      };
      "put_flag": {
        Args: {
          "clients"?: (string)[];
          "enabled": boolean;
          "if_match"?: number;
          "key": string;
          "percent"?: number;
          "versions"?: (string)[];
        };
        Returns: Json;
      };
      "put_import_mapping": { Args: { "content": Json; "if_match"?: number; "name": string }; Returns: Json };
      "put_setting": { Args: { "change": Json; "if_match"?: number; "key": string }; Returns: Json };
      "put_webhook_endpoint": {
        Args: {
          "description"?: string;
          "enabled"?: boolean;
          "endpoint_id": string;
          "event_types": (string)[];
          "if_match"?: number;
          "priority"?: number;
          "url": string;
        };
        Returns: Json;
      };
      "put_webhook_source": {
        Args: {
          "encoding"?: string;
          "header"?: string;
          "id_from"?: string;
          "if_match"?: number;
          "max_bytes"?: number;
          "name": string;
          "prefix"?: string;
          "preset"?: string;
          "scheme": string;
          "secret"?: Json;
          "source_id": string;
          "timestamp_header"?: string;
          "type_from"?: string;
        };
        Returns: Json;
      };
      "read_upload_bytes": {
        Args: { "count": number; "start": number; "tenant": string; "upload_id": string };
        Returns: string;
      };
      "read_upload_slice": {
        Args: { "slice": number; "tenant": string; "upload_id": string };
        Returns: Json;
      };
      "read_upload_texts": {
        Args: { "places": (number)[]; "tenant": string; "upload_id": string };
        Returns: Json;
      };
      "receive_inbound_events": { Args: { "body": string; "events": Json; "source": string }; Returns: Json };
      "record_audit_notes": { Args: { "notes": Json }; Returns: undefined };
      "record_calls": {
        Args: { "calls": Json; "options"?: Json; "problems"?: Json; "source"?: Json };
        Returns: Json;
      };
      "record_email_link": {
        Args: { "kind": string; "machine": boolean; "reason": string; "token": string; "url": string };
        Returns: Json;
      };
      "record_events": { Args: { "events": Json }; Returns: Json };
      "record_health_sample": { Args: { "checks": Json }; Returns: boolean };
      "record_refusal": { Args: { "caller": string; "kind": string; "tenant"?: string }; Returns: string };
      "record_search_click": {
        Args: { "id": string; "rank": number; "search_id": string; "type": string };
        Returns: Json;
      };
      "record_telemetry": {
        Args: {
          "errors"?: Json;
          "isolate": Json;
          "lines"?: Json;
          "sequence": number;
          "stats": Json;
          "uses"?: Json;
        };
        Returns: boolean;
      };
      "record_transactions": {
        Args: { "problems"?: Json; "source"?: Json; "transactions": Json };
        Returns: Json;
      };
      "refund_transaction": {
        Args: { "amount"?: string; "external_id"?: string; "occurred_at"?: string; "transaction_id": string };
        Returns: Json;
      };
      "release_decision": { Args: { "decision_id": string }; Returns: Json };
      "remove_agent_sector": { Args: { "agent_id": string; "sector": string }; Returns: undefined };
      "remove_member": { Args: { "user_id": string }; Returns: undefined };
      "remove_team_member": {
        Args: { "if_match"?: number; "member_id": string; "team_id": string };
        Returns: undefined;
      };
      "replay_webhook_endpoint": {
        Args: {
          "endpoint_id": string;
          "event_types"?: (string)[];
          "from_time": string;
          "only_failed"?: boolean;
          "to_time": string;
        };
        Returns: Json;
      };
      "request_stats": {
        Args: {
          "client_id"?: string;
          "function"?: string;
          "group_by"?: string;
          "route"?: string;
          "since"?: string;
          "until"?: string;
          "version"?: string;
        };
        Returns: Json;
      };
      "resend_invitation": { Args: { "invitation_id": string }; Returns: Json };
      "reset_setting": { Args: { "if_match"?: number; "key": string }; Returns: Json };
      "restore_account": { Args: { "account_id": string }; Returns: Json };
      "retry_email": { Args: { "message_id": string }; Returns: Json };
      "retry_job": { Args: { "job_id": string }; Returns: Json };
      "retry_webhook_delivery": { Args: { "delivery_id": string }; Returns: Json };
      "revoke_api_key": { Args: { "key_id": string }; Returns: Json };
      "revoke_sessions": { Args: { "session_id"?: string; "user_id"?: string }; Returns: Json };
      "rollback_batch": { Args: { "batch_id": string }; Returns: Json };
      "rotate_api_key": {
        Args: {
          "digest": string;
          "key_id": string;
          "overlap_hours"?: number;
          "prefix": string;
          "test_digest"?: string;
        };
        Returns: Json;
      };
      "rotate_channel_credentials": {
        Args: { "channel_id": string; "credentials": Json; "if_match"?: number };
        Returns: Json;
      };
      "rotate_endpoint_secret": {
        Args: { "endpoint_id": string; "overlap_hours"?: number; "secret": Json };
        Returns: Json;
      };
      "rotate_source_secret": {
        Args: { "overlap_hours"?: number; "secret": Json; "source_id": string };
        Returns: Json;
      };
      "routing_health": { Args: Record<PropertyKey, never>; Returns: Json };
      "run_aggregation": { Args: Record<PropertyKey, never>; Returns: Json };
      "run_promotion": { Args: { "tenant": string; "upload_id": string }; Returns: string };
      "run_schedule": { Args: { "name": string }; Returns: Json };
      "search": {
        Args: {
          "after_id"?: string;
          "after_score"?: number;
          "after_time"?: string;
          "page_size"?: number;
          "q": string;
          "types"?: (string)[];
          "with_total"?: boolean;
        };
        Returns: Json;
      };
      "send_auth_emails": { Args: { "hook_id": string; "mails": Json }; Returns: undefined };
      "send_email": {
        Args: { "locale"?: string; "recipient": string; "template": string; "variables": Json };
        Returns: Json;
      };
      "set_agent_availability": { Args: { "agent_id": string; "available": boolean }; Returns: Json };
      "set_agent_sector": {
        Args: {
          "agent_id": string;
          "available"?: boolean;
          "if_match"?: number;
          "max_load"?: number;
          "priority"?: number;
          "sector": string;
        };
        Returns: Json;
      };
      "set_archive_policy": {
        Args: { "archive_days": number; "hot_days": number; "kind": string };
        Returns: Json;
      };
      "set_channel_enabled": {
        Args: { "channel_id": string; "enabled": boolean; "if_match"?: number };
        Returns: Json;
      };
      "set_error_status": { Args: { "error_id": string; "status": string }; Returns: Json };
      "stale_secrets": {
        Args: { "caller"?: string; "newest_key": string; "page_size": number; "tenant"?: string };
        Returns: Json;
      };
      "store_upload_slice": {
        Args: {
          "external_ids": (string)[];
          "is_last": boolean;
          "lines": (number)[];
          "rows": Json;
          "slice": number;
          "state": Json;
          "tenant": string;
          "upload_id": string;
        };
        Returns: string;
      };
      "store_upload_texts": {
        Args: { "first": number; "state": Json; "tenant": string; "texts": (string)[]; "upload_id": string };
        Returns: string;
      };
      "suggest_titles": { Args: { "q": string }; Returns: Json };
      "sum_transactions": { Args: Record<PropertyKey, never>; Returns: Json };
      "test_webhook_endpoint": { Args: { "endpoint_id": string }; Returns: Json };
      "totals_state": { Args: Record<PropertyKey, never>; Returns: Json };
      "unassign_agent": {
        Args: { "agent_id": string; "member_id": string; "team_id": string };
        Returns: undefined;
      };
      "update_account": {
        Args: { "currency"?: string; "name"?: string; "time_zone"?: string };
        Returns: Json;
      };
      "update_agent": {
        Args: {
          "agent_id": string;
          "capabilities"?: (string)[];
          "if_match"?: number;
          "kind": string;
          "name": string;
          "role"?: string;
          "system_prompt"?: string;
        };
        Returns: Json;
      };
      "update_team": {
        Args: {
          "description"?: string;
          "if_match"?: number;
          "name": string;
          "sector": string;
          "team_id": string;
        };
        Returns: Json;
      };
      "update_team_member": {
        Args: {
          "if_match"?: number;
          "member_id": string;
          "role"?: Database["public"]["Enums"]["team_role"];
          "team_id": string;
          "title"?: string;
        };
        Returns: Json;
      };
      "update_transaction": {
        Args: { "changes": Json; "if_match"?: number; "transaction_id": string };
        Returns: Json;
      };
      "upload_error_rows": {
        Args: { "after_row"?: number; "page_size"?: number; "upload_id": string };
        Returns: Json;
      };
      "upload_facts": { Args: { "tenant": string; "upload_id": string }; Returns: Json };
      "verify_audit_roots": { Args: { "first": number }; Returns: Json };
      "verify_audit_slice": { Args: { "first": number; "until": number }; Returns: Json };
      "version_report": {
        Args: {
          "client_id"?: string;
          "function"?: string;
          "since"?: string;
          "until"?: string;
          "version"?: string;
        };
        Returns: Json;
      };
      "webhook_metrics": { Args: { "hours"?: number }; Returns: Json };
      "withdraw_invitation": { Args: { "invitation_id": string }; Returns: undefined };
    };
    Enums: {
      "batch_status": "processing" | "completed" | "failed" | "cancelled" | "rolled_back";
      "client_status": "active" | "suspended" | "deleting";
      "member_role": "viewer" | "member" | "manager" | "admin" | "owner";
      "opportunity_stage":
        | "prospecting"
        | "engaging"
        | "qualified"
        | "proposal"
        | "negotiation"
        | "won"
        | "lost";
      "team_role": "member" | "lead";
    };
    CompositeTypes: {
      [_ in never]: never;
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, "__InternalSupabase">;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  } ? keyof (
      & DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
      & DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"]
    )
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals } ? (
    & DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    & DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"]
  )[TableName] extends {
    Row: infer R;
  } ? R
  : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R;
    } ? R
    : never
  : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  } ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
    Insert: infer I;
  } ? I
  : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I;
    } ? I
    : never
  : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  } ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
    Update: infer U;
  } ? U
  : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
    ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U;
    } ? U
    : never
  : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  } ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
    ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  } ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
    ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never;

export const Constants = {
  "public": {
    Enums: {
      "batch_status": ["processing", "completed", "failed", "cancelled", "rolled_back"],
      "client_status": ["active", "suspended", "deleting"],
      "member_role": ["viewer", "member", "manager", "admin", "owner"],
      "opportunity_stage": ["prospecting", "engaging", "qualified", "proposal", "negotiation", "won", "lost"],
      "team_role": ["member", "lead"],
    },
  },
} as const;
