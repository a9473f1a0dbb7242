/** Where the user is: tells the installation their zone and locale once, and asks when they seem to have moved. */

import { ApiProblem, request } from "./api";

interface Settings {
  timezone: string;
  version: number;
}

export interface Move {
  from: string;
  to: string;
}

/**
 * Compares the settings with this browser. A new installation takes over the browser's zone and locale; later another
 * zone is returned, for the user to decide. Null when there is nothing to ask.
 */
export async function settle(zone: string, locale: string): Promise<Move | null> {
  try {
    const { timezone, version } = await request<Settings>("GET", "/api/settings");
    if (version === 0) {
      await request("PUT", "/api/settings", { body: { timezone: zone, locale } });
      return null;
    }
    return timezone === zone ? null : { from: timezone, to: zone };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return null; // It is asked again at the next visit.
  }
}

/** Sets the zone; with `moveTimes` open tasks keep their wall-clock time in the new one. */
export async function moveTo(zone: string, moveTimes: boolean): Promise<void> {
  await request("PUT", "/api/settings", { body: { timezone: zone, move_times: moveTimes } });
}
