-- How many decimals an amount of a currency has, by ISO 4217.

create function private.minor_digits(currency text) returns integer
language sql immutable parallel safe set search_path = '' as $$
  select case
    when currency = any ('{BIF,CLP,DJF,GNF,ISK,JPY,KMF,KRW,PYG,RWF,UGX,UYI,VND,VUV,XAF,XOF,XPF}') then 0
    when currency = any ('{BHD,IQD,JOD,KWD,LYD,OMR,TND}') then 3
    when currency = any ('{CLF,UYW}') then 4
    else 2
  end
$$;

create function private.money(amount numeric, currency text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select round(amount, private.minor_digits(currency))::text
$$;
comment on function private.money is 'The amount as a decimal string with the decimals of its currency.';
