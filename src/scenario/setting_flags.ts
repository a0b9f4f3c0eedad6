import { type SettingName, SETTINGS } from "./settings_table.ts";

/** The flag of a field of a setting, without the dashes. */
export function fieldFlagOf(name: string, field: string): string {
  return `${flagOf(name)}-${flagOf(field)}`;
}

/** The flag of a setting, without the dashes; of a name in camel case it is the kebab case. */
export function flagOf(name: string): string {
  const { [name as SettingName]: setting } = SETTINGS as Partial<typeof SETTINGS>;
  return setting?.flag?.name ?? name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
