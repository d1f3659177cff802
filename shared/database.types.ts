// Generated from the migrations by "npm run types"; do not edit.
// deno-lint-ignore-file

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  "public": {
    Tables: {
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
          "record_id": string | null;
          "request_id": string | null;
          "resource": string;
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
          "record_id"?: string | null;
          "request_id"?: string | null;
          "resource": string;
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
          "record_id"?: string | null;
          "request_id"?: string | null;
          "resource"?: string;
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
      "client_members": {
        Row: {
          "client_id": string;
          "created_at": string;
          "role": Database["public"]["Enums"]["member_role"];
          "user_id": string;
        };
        ComputedFields: never;
        Insert: {
          "client_id": string;
          "created_at"?: string;
          "role": Database["public"]["Enums"]["member_role"];
          "user_id": string;
        };
        Update: {
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
          "currency": string;
          "id": string;
          "name": string;
          "status": Database["public"]["Enums"]["client_status"];
          "time_zone": string;
        };
        ComputedFields: never;
        Insert: {
          "created_at"?: string;
          "currency"?: string;
          "id"?: string;
          "name": string;
          "status"?: Database["public"]["Enums"]["client_status"];
          "time_zone"?: string;
        };
        Update: {
          "created_at"?: string;
          "currency"?: string;
          "id"?: string;
          "name"?: string;
          "status"?: Database["public"]["Enums"]["client_status"];
          "time_zone"?: string;
        };
        Relationships: [];
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
      "settings": {
        Row: {
          "client_id": string;
          "key": string;
          "updated_at": string;
          "updated_by": string | null;
          "value": NonNullable<Json>;
          "version": number;
        };
        ComputedFields: never;
        Insert: {
          "client_id": string;
          "key": string;
          "updated_at"?: string;
          "updated_by"?: string | null;
          "value": NonNullable<Json>;
          "version"?: number;
        };
        Update: {
          "client_id"?: string;
          "key"?: string;
          "updated_at"?: string;
          "updated_by"?: string | null;
          "value"?: NonNullable<Json>;
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
    };
    Views: {
      [_ in never]: never;
    };
    Functions: {
      "batch_error_rows": { Args: { "batch_id": string }; Returns: Json };
      "cancel_batch": { Args: { "batch_id": string }; Returns: Json };
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
      "list_batch_rows": {
        Args: { "after_row"?: number; "batch_id": string; "page_size"?: number };
        Returns: Json;
      };
      "rollback_batch": { Args: { "batch_id": string }; Returns: Json };
    };
    Enums: {
      "batch_status": "processing" | "completed" | "failed" | "cancelled" | "rolled_back";
      "client_status": "active" | "suspended";
      "member_role": "viewer" | "member" | "manager" | "admin" | "owner";
      "opportunity_stage":
        | "prospecting"
        | "engaging"
        | "qualified"
        | "proposal"
        | "negotiation"
        | "won"
        | "lost";
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
      "client_status": ["active", "suspended"],
      "member_role": ["viewer", "member", "manager", "admin", "owner"],
      "opportunity_stage": ["prospecting", "engaging", "qualified", "proposal", "negotiation", "won", "lost"],
    },
  },
} as const;
