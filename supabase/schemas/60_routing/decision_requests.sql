-- What a request for a decision may ask for.

create function private.check_decision_request(
  tenant uuid, team_id uuid, sector text, capabilities text[], reference text, channel_id uuid, path text
) returns void
language plpgsql stable set search_path = '' as $$
begin
  if num_nonnulls(team_id, sector) <> 1 then
    perform private.invalid(path || 'sector', 'required', 'either team_id or sector must be given, not both');
  end if;
  if not length(sector) between 1 and 100 then
    perform private.invalid(path || 'sector', 'length', 'must have 1–100 characters');
  end if;
  if cardinality(capabilities) > 10 then
    perform private.invalid(path || 'capabilities', 'length', 'must have at most 10 entries');
  end if;
  if cardinality(capabilities) > 0 and (array_position(capabilities, null) is not null
    or not private.are_labels(capabilities)) then
    perform private.invalid(path || 'capabilities', 'format',
      'must be distinct texts of 1–50 characters without leading or trailing spaces');
  end if;
  if not length(reference) between 1 and 200 then
    perform private.invalid(path || 'reference', 'length', 'must have 1–200 characters');
  end if;
  if channel_id is not null and not exists (
    select from public.channels c where c.client_id = tenant and c.id = check_decision_request.channel_id
  ) then
    perform private.invalid(path || 'channel_id', 'unknown_reference', 'must be a channel of the tenant');
  end if;
end
$$;
