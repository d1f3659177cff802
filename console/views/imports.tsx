/**
 * Import: drop a file, see what was understood, try, import, take back.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { can } from "../app/account.ts";
import { History } from "./imports/history.tsx";
import { FileChoice } from "./imports/file_choice.tsx";
import { type Chosen, Preparation } from "./imports/preparation.tsx";

export default function Imports() {
  const chosen = useSignal<Chosen | undefined>(undefined);
  const imported = useSignal(0);
  const finish = () => {
    chosen.value = undefined;
    imported.value++;
  };
  return (
    <>
      {can("opportunities:import") && (chosen.value
        ? <Preparation chosen={chosen.value} finish={finish} />
        : <FileChoice choose={(value) => chosen.value = value} />)}
      <History key={imported.value} />
    </>
  );
}
