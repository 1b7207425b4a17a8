// Where it happened, by consent: a small file of its own with a random number, so that it can be erased for itself.
import { keep } from "./pictures";

const PATIENCE = 6_000;
const KEY = "visit-place";

export const agreed = (): boolean => localStorage.getItem(KEY) === "yes";
export const agree = (yes: boolean): void => localStorage.setItem(KEY, yes ? "yes" : "no");

/** Keeps the place where the phone is and returns the digest of its record; null when it cannot be told. */
export async function placeNow(visit: string): Promise<string | null> {
  const found = await new Promise<GeolocationPosition | null>((done) => {
    if (!("geolocation" in navigator)) return done(null);
    navigator.geolocation.getCurrentPosition(done, () => done(null), { enableHighAccuracy: true, maximumAge: 60_000, timeout: PATIENCE });
  });
  if (!found) return null;
  const { latitude, longitude, accuracy } = found.coords;
  const record = { latitude, longitude, accuracy, at: new Date(found.timestamp).toISOString(), salt: crypto.randomUUID() };
  return keep(visit, new Blob([JSON.stringify(record)], { type: "application/json" }), "place.json");
}
