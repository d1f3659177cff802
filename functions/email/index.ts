import { createApp } from "../../shared/http/app.ts";
import { addWorkerRoute } from "../../shared/jobs/worker.ts";
import { authHook } from "./auth_hook.ts";
import { follow } from "./follow.ts";
import { messages } from "./messages.ts";
import { metrics } from "./metrics.ts";
import { send } from "./send.ts";
import { suppressions } from "./suppressions.ts";
import { templates } from "./templates.ts";

const app = createApp("email");

app.route("/", messages);
app.route("/", suppressions);
app.route("/", templates);
app.route("/", metrics);
app.route("/", follow);
app.route("/", authHook);

// Mails that wait for their turn hold a place. Sign-in mail waits for none and has places of its own.
addWorkerRoute(app, { queue: "email", handle: send, concurrency: 40, laneLimit: 20 });
addWorkerRoute(app, { queue: "email_urgent", path: "/urgent/worker", handle: send });

export default app;
