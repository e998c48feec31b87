import process from "node:process";
import type { Command } from "commander";
import type { FactSet } from "../facts/fact-set.js";
import { readSupabase } from "../facts/supabase/read-supabase.js";
import { UserError } from "../shared/errors.js";
import type { Config } from "../sources/config.js";
import { readSupabaseAddress, type SupabaseAddress } from "../sources/supabase-address.js";

export interface SupabaseOptions {
  readonly supabaseUrl?: string;
  readonly supabaseAnonKey?: string;
  readonly supabaseServiceKey?: string;
}

/** Adds --supabase-url and its keys. */
export function addSupabaseOptions(command: Command): Command {
  return command
    .option("--supabase-url <url>", "also ask this live Supabase project, never writing: an address or env:NAME")
    .option("--supabase-anon-key <key>", "its anon (publishable) key, or env:NAME: what a stranger can read")
    .option(
      "--supabase-service-key <env>",
      "its service (secret) key as env:NAME: which of the app's tables are missing",
    );
}

/** Asks the project for what the facts name. */
export type AskProject = (facts: FactSet) => Promise<FactSet>;

/**
 * How to ask the project that flags and configuration name; null when they name none: nothing is ever connected to without being
 * asked. Flags win. Addresses and keys are checked here, before the repository is read.
 */
export function projectToAsk(flags: SupabaseOptions, config: Partial<Config>): AskProject | null {
  const url = flags.supabaseUrl ?? config.supabaseUrl;
  const anonKey = flags.supabaseAnonKey ?? config.supabaseAnonKey;
  const serviceKey = flags.supabaseServiceKey ?? config.supabaseServiceKey;
  if (url === undefined) {
    if (flags.supabaseAnonKey === undefined && flags.supabaseServiceKey === undefined) return null;
    throw new UserError("A key is given, but no project.", {
      where: flags.supabaseAnonKey === undefined ? "--supabase-service-key" : "--supabase-anon-key",
      remedy: "Add --supabase-url https://<project>.supabase.co.",
    });
  }
  const address = readSupabaseAddress({ url, anonKey, serviceKey }, process.env);
  return (facts) => askProject(address, facts);
}

async function askProject(address: SupabaseAddress, facts: FactSet): Promise<FactSet> {
  // supabase-js takes a tenth of a second to load, which audits without a project need not wait for.
  const { openSupabase } = await import("../sources/supabase.js");
  return readSupabase(openSupabase(address), facts, new Date());
}
