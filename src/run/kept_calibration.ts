import { dirname, join } from "node:path";
import { DRIVER_VERSION } from "../cluster/driver/connect.ts";
import { cacheFolder } from "../cluster/managed/folders.ts";
import { messageOf, TargetError } from "../errors.ts";
import type { Calibration } from "../result/document.ts";
import type { Client } from "../scenario/settings.ts";
import { assertGranted, lackedPermission, readText } from "../runtime/permissions.ts";
import { VERSION } from "../result/environment.ts";

/**
 * Keeps a calibration in a file, for the results of later runs.
 *
 * @throws {TargetError} when it cannot be written
 */
export function keepCalibration(calibration: Calibration): void {
  const file = calibrationFile(calibration.client);
  try {
    assertGranted({ name: "write", path: dirname(file) });
    Deno.mkdirSync(dirname(file), { recursive: true });
    const whole = `${file}.${crypto.randomUUID()}`;
    Deno.writeTextFileSync(whole, JSON.stringify(calibration));
    Deno.renameSync(whole, file);
  } catch (cause) {
    const { problem, hint } = lackedPermission(cause) ?? {
      problem: messageOf(cause),
      hint: "set CASSBENCH_CACHE to a folder that can be written",
    };
    throw new TargetError(`Cannot keep the calibration in "${file}" as ${problem}`, hint, {
      cause,
    });
  }
}

/**
 * Reads the last calibration of a client on this machine with these versions; `undefined` when there is none or it cannot be read.
 */
export function readCalibration(client: Client): Calibration | undefined {
  try {
    const file = calibrationFile(client);
    const { at, error, passed, ceilings } = JSON.parse(readText(file));
    const isOne = typeof at === "string" && typeof error === "number" &&
      typeof passed === "boolean";
    return isOne ? { at, error, passed, client, ...ceilings && { ceilings } } : undefined;
  } catch {
    return undefined;
  }
}

/** The file has the versions in its name, as a calibration holds only for the same cassbench, Deno and driver. */
function calibrationFile(client: Client = "driver"): string {
  const versions = [VERSION, `deno-${Deno.version.deno}`, `driver-${DRIVER_VERSION}`];
  if (client !== "driver") versions.push(client);
  return join(cacheFolder(), `calibration-${versions.join("-")}.json`);
}
