import { createApp } from "../../shared/http/app.ts";
import { alerts } from "./alerts.ts";
import { database } from "./database.ts";
import { errors } from "./errors.ts";
import { logs } from "./logs.ts";
import { metrics } from "./metrics.ts";
import { stats } from "./stats.ts";
import { timeline } from "./timeline.ts";
import { versions } from "./versions.ts";

const app = createApp("observability");

app.route("/", stats);
app.route("/", logs);
app.route("/", errors);
app.route("/", alerts);
app.route("/", timeline);
app.route("/", versions);
app.route("/", database);
app.route("/", metrics);

export default app;
