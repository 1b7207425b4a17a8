// Reads a QR code out of a grey picture, where ZXing alone gives up: a dense code, or one beside ornaments that look like
// its corners. Every three corners that stand at a right angle are tried, the largest first; and since the number of
// modules of a large code is guessed a version or two out, its neighbours are tried as well.
import BinaryBitmap from "@zxing/library/esm/core/BinaryBitmap";
import HybridBinarizer from "@zxing/library/esm/core/common/HybridBinarizer";
import DecodeHintType from "@zxing/library/esm/core/DecodeHintType";
import Decoder from "@zxing/library/esm/core/qrcode/decoder/Decoder";
import Detector from "@zxing/library/esm/core/qrcode/detector/Detector";
import FinderPatternFinder from "@zxing/library/esm/core/qrcode/detector/FinderPatternFinder";
import FinderPatternInfo from "@zxing/library/esm/core/qrcode/detector/FinderPatternInfo";
import RGBLuminanceSource from "@zxing/library/esm/core/RGBLuminanceSource";

interface Corner { getX(): number; getY(): number; getCount(): number; getEstimatedModuleSize(): number }
interface Three { corners: [Corner, Corner, Corner]; side: number }
const MOST_CORNERS = 40;
const MOST_TRIED = 12;
const STEPS = [0, 4, -4, 8, -8, 12];

/** The text of the code in a picture of one byte per dot; null when there is none. */
export function readCode(grey: Uint8ClampedArray, width: number, height: number): string | null {
  const matrix = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(grey, width, height))).getBlackMatrix();
  for (const { corners } of threes(cornersIn(matrix)).slice(0, MOST_TRIED)) {
    for (const step of STEPS) {
      try { return decode(matrix, corners, step); } catch { /* the next one */ }
    }
  }
  return null;
}

function decode(matrix: unknown, corners: Corner[], step: number): string {
  const way = Detector as unknown as { computeDimension(...given: unknown[]): number };
  const guess = way.computeDimension;
  way.computeDimension = (...given) => guess(...given) + step;
  try {
    const detector = new (Detector as never as new (matrix: unknown) => { processFinderPatternInfo(info: unknown): { getBits(): never } })(matrix);
    const info = new (FinderPatternInfo as never as new (corners: Corner[]) => unknown)(corners);
    return new Decoder().decodeBitMatrix(detector.processFinderPatternInfo(info).getBits()).getText();
  } finally {
    way.computeDimension = guess;
  }
}

function cornersIn(matrix: unknown): Corner[] {
  const finder = new (FinderPatternFinder as never as new (matrix: unknown, told: null) => Record<string, (...given: unknown[]) => unknown>)(matrix, null);
  // All of the picture is looked at, not only until three corners seem sure.
  finder.haveMultiplyConfirmedCenters = () => false;
  finder.findRowSkip = () => 0;
  try { finder.find(new Map([[DecodeHintType.TRY_HARDER, true]])); } catch { /* its own choice of three does not matter */ }
  const found = finder.getPossibleCenters() as Corner[];
  return found.filter((one) => one.getCount() >= 2).sort((a, b) => b.getCount() - a.getCount()).slice(0, MOST_CORNERS);
}

function threes(found: Corner[]): Three[] {
  const made: Three[] = [];
  for (const [a, one] of found.entries()) {
    for (const two of found) {
      for (const other of found.slice(a + 1)) {
        if (two === one || two === other) continue;
        const [left, right, across] = [apart(one, two), apart(two, other), apart(one, other)];
        const sizes = [one, two, other].map((each) => each.getEstimatedModuleSize());
        const alike = Math.max(...sizes) < 1.5 * Math.min(...sizes);
        const square = Math.abs(left - right) < 0.1 * left && Math.abs(across - left * Math.SQRT2) < 0.1 * left;
        if (alike && square && left > 12 * sizes[0]) made.push({ corners: ordered(one, two, other), side: left });
      }
    }
  }
  return made.sort((a, b) => b.side - a.side);
}

// Lower left, upper left (the right angle), upper right, whichever way the picture is turned.
function ordered(one: Corner, corner: Corner, other: Corner): [Corner, Corner, Corner] {
  const turn = (other.getX() - corner.getX()) * (one.getY() - corner.getY()) - (other.getY() - corner.getY()) * (one.getX() - corner.getX());
  return turn > 0 ? [one, corner, other] : [other, corner, one];
}

function apart(a: Corner, b: Corner): number {
  return Math.hypot(a.getX() - b.getX(), a.getY() - b.getY());
}
