import { Command } from "commander";
import { schemaSql } from "../facts/store.js";
import type { CommandContext } from "./context.js";

/** `prodcheck facts`: the tables that rules and queries can ask. */
export function factsCommand(context: CommandContext): Command {
  return new Command("facts").description("Print the fact tables that rules and queries ask").action(() => {
    context.write(schemaSql);
  });
}
