/**
 * Who belongs to the tenant.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { can, renew } from "../../app/account.ts";
import { client } from "../../app/api.ts";
import { doneOf, pageOf } from "../../app/page.ts";
import { session } from "../../app/session.ts";
import { Action } from "../../ui/action.tsx";
import { moment } from "../../ui/format.ts";
import { Choice } from "../../ui/form.tsx";
import { useList } from "../../ui/load.ts";
import { tell, tellError } from "../../ui/notices.tsx";
import { ListTable } from "../../ui/table.tsx";
import { roles } from "./roles.ts";

type Member = Schemas["AccountMember"];

const isMe = (user_id: string) => user_id === session.value?.user.id;

export function Members() {
  const list = useList<Member>(async (cursor) =>
    pageOf(await client.GET("/accounts/v1/members", { params: { query: { limit: 50, cursor } } }))
  );
  const setRole = async (user_id: string, role: string) => {
    const wanted = roles.find((each) => each === role);
    if (!wanted) return;
    try {
      dataOf(
        await client.PUT("/accounts/v1/members/{user_id}", {
          params: { path: { user_id } },
          body: { role: wanted },
        }),
      );
      tell("done", "The role is changed");
    } catch (error) {
      tellError(error);
    }
    await list.reload();
  };
  const remove = async (user_id: string) => {
    doneOf(await client.DELETE("/accounts/v1/members/{user_id}", { params: { path: { user_id } } }));
    await (isMe(user_id) ? renew() : list.reload());
  };
  return (
    <section>
      <h2>Members</h2>
      <ListTable
        caption="Members"
        list={list}
        empty="Nobody."
        keyOf={({ user_id }) => user_id}
        columns={[
          { title: "Person", cell: ({ email, user_id }) => email ?? user_id },
          {
            title: "Role",
            cell: ({ user_id, role, email }) =>
              can("members:write")
                ? (
                  <Choice
                    label={`Role of ${email ?? user_id}`}
                    isLabelHidden
                    value={role}
                    options={roles}
                    onChange={(value) => void setRole(user_id, value)}
                  />
                )
                : role,
          },
          { title: "Since", cell: ({ created_at }) => moment(created_at) },
          { title: "Last sign-in", cell: ({ last_sign_in_at }) => moment(last_sign_in_at) },
          { title: "Second factor", cell: ({ mfa }) => mfa ? "yes" : "no" },
          {
            title: "Actions",
            cell: ({ user_id }) =>
              (can("members:write") || isMe(user_id)) && (
                <Action
                  kind="danger"
                  confirm={isMe(user_id) ? "Leave this team?" : "Remove this person from the team?"}
                  run={() => remove(user_id)}
                >
                  {isMe(user_id) ? "Leave" : "Remove"}
                </Action>
              ),
          },
        ]}
      />
    </section>
  );
}
