-- What a new API key may be.

create function private.check_new_key(wanted public.api_keys) returns void
language plpgsql stable set search_path = '' as $$
begin
  if wanted.name is null or wanted.name <> trim(wanted.name) or length(wanted.name) not between 1 and 100 then
    perform private.invalid('name', 'length', 'must have 1–100 characters, without spaces around them');
  end if;
  if coalesce(cardinality(wanted.scopes), 0) = 0 or array_position(wanted.scopes, null) is not null then
    perform private.invalid('scopes', 'required', 'must name at least one scope');
  end if;
  if wanted.mode is null or wanted.mode not in ('live', 'test') then
    perform private.invalid('mode', 'unknown_value', 'must be live or test');
  end if;
  if cardinality(wanted.allowed_cidrs) not between 1 and 50 then
    perform private.invalid('allowed_cidrs', 'length', 'must have 1–50 networks; null means everywhere');
  end if;
  if wanted.expires_at <= now() then
    perform private.invalid('expires_at', 'past', 'must be in the future');
  end if;
  if wanted.expires_at >= '10000-01-01 00:00:00+00' then
    perform private.invalid('expires_at', 'range', 'must be before the year 10000');
  end if;
  if wanted.mode = 'test' and wanted.expires_at > now() + interval '90 days' then
    perform private.invalid('expires_at', 'range', 'must be within 90 days for a test key');
  end if;
end
$$;

create function private.read_networks(networks text[]) returns cidr[]
language plpgsql immutable set search_path = '' as $$
begin
  return networks::cidr[];
exception when invalid_text_representation then
  perform private.invalid('allowed_cidrs', 'invalid_format', 'must be addresses or networks, such as 203.0.113.0/24');
  return null;
end
$$;
