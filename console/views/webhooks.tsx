/**
 * Webhooks: endpoints, what was sent to them, and sending again.
 *
 * @module
 */
import { parameters } from "../app/router.ts";
import { Deliveries } from "./webhooks/deliveries.tsx";
import { DeliveryDetails } from "./webhooks/delivery.tsx";
import { Endpoints } from "./webhooks/endpoints.tsx";

export default function Webhooks() {
  const delivery = parameters.value.get("delivery");
  if (delivery) return <DeliveryDetails key={delivery} id={delivery} />;
  return (
    <>
      <Endpoints />
      <Deliveries />
    </>
  );
}
