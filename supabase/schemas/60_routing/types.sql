-- Types of the values of a decision.

-- Domains instead of table checks, because Postgres reads a table's checks again for every statement that writes it.
create domain private.decision_status as text check (value in ('open', 'completed', 'released', 'expired'));

create domain private.call_outcome as text check (value in ('successful', 'failed', 'abandoned'));

create domain private.handling_seconds as integer check (value between 0 and 86400);

create domain private.satisfaction as integer check (value between 1 and 5);

create domain private.call_reference as text check (length(value) between 1 and 200);

-- The points for each term. They add up to the score.
create type private.routing_terms as (success_rate numeric, priority numeric, load numeric, handling_time numeric,
  capabilities numeric);

create type private.routing_candidate as (agent_id uuid, load integer, max_load integer, score numeric,
  terms private.routing_terms);
