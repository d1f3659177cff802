import { createApp } from "../../shared/http/app.ts";
import { rankingRoutes } from "./rankings.ts";
import { revenueRoutes } from "./revenue.ts";
import { Transactions } from "./sent_schema.ts";
import { transactionRoutes } from "./transactions.ts";
import { usageRoutes } from "./usage.ts";
import { OwnEvents } from "./usage_schema.ts";

const app = createApp("analytics");

app.openAPIRegistry.register("Transactions", Transactions);
app.openAPIRegistry.register("OwnEvents", OwnEvents);
app.route("/", transactionRoutes);
app.route("/", revenueRoutes);
app.route("/", rankingRoutes);
app.route("/", usageRoutes);

export default app;
