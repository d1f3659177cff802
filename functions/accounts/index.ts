import { createApp } from "../../shared/http/app.ts";
import { current } from "./current.ts";
import { erasures } from "./erasures.ts";
import { exports } from "./export.ts";
import { invitations } from "./invitations.ts";
import { members } from "./members.ts";
import { own } from "./own.ts";
import { security } from "./security.ts";

const app = createApp("accounts");

app.route("/", own);
app.route("/", current);
app.route("/", members);
app.route("/", invitations);
app.route("/", security);
app.route("/", exports);
app.route("/", erasures);

export default app;
