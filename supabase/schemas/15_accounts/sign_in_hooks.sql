-- What the auth service calls at each attempt to sign in. The attempt goes on whatever is noted.

create function private.note_attempt(event jsonb, factor text) returns jsonb
language plpgsql volatile set search_path = '' as $$
begin
  if (event ->> 'valid')::boolean is not true then
    perform private.note_session((event ->> 'user_id')::uuid, 'sign_in_failed', (event ->> 'user_id')::uuid,
      jsonb_build_object('details', jsonb_build_object('factor', factor)));
  end if;
  return '{"decision": "continue"}';
end
$$;
comment on function private.note_attempt is
  'Adds sign_in_failed for a wrong password or code of the user, who is the entry''s record and actor.';

-- Definer: the auth service may not write the log.
create function private.password_verification_attempt(event jsonb) returns jsonb
language sql volatile security definer set search_path = '' as $$
  select private.note_attempt(event, 'password')
$$;
comment on function private.password_verification_attempt is 'Hook of Supabase Auth: event {user_id, valid}.';

-- Definer: see private.password_verification_attempt.
create function private.mfa_verification_attempt(event jsonb) returns jsonb
language sql volatile security definer set search_path = '' as $$
  select private.note_attempt(event, left(coalesce(event ->> 'factor_type', 'totp'), 20))
$$;
comment on function private.mfa_verification_attempt is
  'Hook of Supabase Auth: event {user_id, factor_id, factor_type, valid}.';

grant usage on schema private to supabase_auth_admin;
grant execute on function private.password_verification_attempt, private.mfa_verification_attempt
  to supabase_auth_admin;
