-- Guarantees: every row of the product belongs to one tenant, a row of clients.

-- ISO 4217, active codes.
create table private.currencies (code text primary key check (code ~ '^[A-Z]{3}$'));
alter table private.currencies enable row level security;

insert into private.currencies (code)
select unnest(string_to_array(
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF '
  'CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD '
  'GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP '
  'LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB '
  'PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB '
  'TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER '
  'ZAR ZMW ZWG', ' '));

create type public.client_status as enum ('active', 'suspended');

create table public.clients (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  status public.client_status not null default 'active',
  currency text not null default 'USD' references private.currencies,
  time_zone text not null default 'UTC' check (now() at time zone time_zone is not null),
  created_at timestamptz not null default now()
);
alter table public.clients enable row level security;

create policy "members see their tenant" on public.clients
  for select to authenticated using (id = (select private.client_id()));
grant select on public.clients to authenticated;

select private.enable_audit('public.clients');
