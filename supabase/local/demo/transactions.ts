import type { Schemas } from "../../../client/mod.ts";
import { organizations, products } from "./opportunities.ts";
import { mulberry32 } from "./random.ts";

const dayMs = 86_400_000;
const window = 90;
const branches = 10;

/** How many of 100 transactions have a status. */
const statuses = [["completed", 92], ["pending", 3], ["cancelled", 3], ["refunded", 2]] as const;

/** Makes `count` sales of the 90 days up to `until`, fewer at weekends; the same ones for the same seed. */
export function transactions(count: number, seed: number, until: Date): Schemas["NewTransaction"][] {
  const random = mulberry32(seed);
  const whole = (below: number) => Math.floor(random() * below);
  const moment = (): Date => {
    const at = new Date(until.getTime() - whole(window * dayMs));
    return at.getUTCDay() % 6 === 0 && random() < 0.7 ? moment() : at;
  };
  return Array.from({ length: count }, (_, index) => {
    const customer = whole(organizations.length * branches);
    const name = `${organizations[customer % organizations.length]}, branch ${1 + customer % branches}`;
    const { name: product, price } = products[whole(products.length)]!;
    const quantity = 1 + whole(4);
    return {
      external_id: `SALE-${seed}-${index + 1}`,
      occurred_at: moment().toISOString(),
      amount: (price * quantity * (0.7 + 0.3 * random())).toFixed(2),
      status: statusOf(whole(100)),
      product,
      quantity,
      customer: { external_id: `C-${customer + 1}`, name },
    };
  });
}

function statusOf(place: number): typeof statuses[number][0] {
  let rest = place;
  for (const [status, share] of statuses) {
    if (rest < share) return status;
    rest -= share;
  }
  return "completed";
}
