// The figure: the athlete's left half as control points in units of about 2.4 mm; the other half is its mirror. 7.5
// heads high, no face, no sex, arms a little away so that hips and hands never touch.

import type { Muscle } from "../api/types";
import { closedPath, straightAtMidline, type Point, type Shape } from "./spline";

export type View = "front" | "back";
export const VIEWS: readonly View[] = ["front", "back"];
export const WIDTH = 300;
export const HEIGHT = 772;
export const MIDLINE = WIDTH / 2;

const smooth = (from: number, to: number, v: number): number => {
  const t = Math.min(1, Math.max(0, (v - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/**
 * Slim zones are hard to hit, so limbs are a little broader than life: legs grow outward from the midline, arms around
 * their own axis.
 */
function broaden(p: Point): Point {
  const [x, y] = p;
  const isLeg = x < 86 && y > 300;
  const isArm = x > 76 && y > 205 && !isLeg;
  let wide = x;
  if (isLeg) wide = x * (1 + 0.16 * smooth(300, 440, y) - 0.06 * smooth(640, 760, y));
  if (isArm) {
    const axis = 91 + (y - 220) * 0.118;
    const grow = smooth(212, 262, y) * (1 - 0.8 * smooth(392, 412, y));
    wide = axis + (x - axis) * (1 + 0.26 * grow) + 5 * smooth(250, 420, y);
  }
  return p[2] ? [wide, y, p[2]] : [wide, y];
}

const HEAD: Shape = [
  [0, 19], [12, 21.5], [24, 31.5], [31, 47.5], [31.5, 64], [29, 80], [24, 96], [16, 109], [7, 115.5], [0, 117],
];
/** The outline from the neck down the outer arm to the wrist. */
const OUTER: Shape = [
  [16.5, 100], [16.5, 120], [21, 132.5], [35, 141.5], [56, 147], [75, 152], [88.5, 163], [96, 182], [99.5, 206],
  [102.5, 234], [105, 260], [108.5, 286], [113.5, 310], [117, 334], [118.5, 358], [118.5, 384],
];
/** The hand hangs beside the thigh, thumb forward. */
const HAND: Shape = [
  [121, 404], [126, 421], [131, 438], [134.5, 456], [134.5, 470], [132.5, 484], [129.5, 488.5], [128, 486.5],
  [126, 496], [122.5, 499.5], [120, 497], [117.5, 499.5], [114, 496.5], [113, 490], [110.5, 491.5], [107.5, 487],
  [108.5, 470], [108.5, 455], [106.5, 447], [103.5, 458], [100, 468.5], [96.5, 469.5], [94.5, 464], [97, 448],
  [100, 432], [104.5, 417],
];
/** From the wrist up the inner arm to the armpit, down the trunk and the outer leg to the ankle. */
const INNER: Shape = [
  [107, 400], [100.5, 380], [93.5, 352], [89.5, 326], [89, 304], [86, 278], [82, 250], [77, 221, "c"], [75.5, 234],
  [71, 257], [64.5, 280], [60.5, 303], [62, 326], [68.5, 352], [75.5, 378], [80.5, 406], [82, 434], [80, 466],
  [74.5, 498], [67.5, 526], [62.8, 548], [62.8, 566], [66, 586], [67.5, 606], [64.5, 636], [57.5, 668], [52.5, 692],
];
/** The foot seen from ahead, toes towards the reader. */
const FOOT_FRONT: Shape = [
  [53.5, 702], [54.5, 709], [52.5, 716], [55.5, 727], [61.5, 739], [64, 746.5], [61, 751.5], [55.5, 751], [50, 754],
  [44, 754.5], [38, 757], [30.5, 757.5], [26, 753], [25.5, 744], [28, 731], [30.5, 718], [28.5, 710], [29.5, 701],
];
/** The foot seen from behind: the heel, and the toes beyond it. */
const FOOT_BACK: Shape = [
  [53.5, 702], [55, 709], [53, 717], [54, 729], [60.5, 738.5], [62.5, 744], [57, 747.5], [53, 749], [47.5, 753.5],
  [40, 754.5], [33, 751.5], [30, 744], [28, 741], [30.5, 732], [31, 718], [28.5, 710], [29.5, 701],
];
/** From the inner ankle up to the crotch. */
const INSEAM: Shape = [
  [30, 688], [25.5, 654], [19.5, 618], [18.5, 594], [22, 570], [23.5, 552], [21.5, 528], [15.5, 498], [9.5, 466],
  [5, 434], [2, 412],
];

const FRONT: Partial<Record<Muscle, readonly Shape[]>> = {
  upper_back: [[[18.5, 126], [23, 136.5], [37, 145], [58, 150.5], [48, 156.5], [32, 158], [20.5, 154], [15.5, 143]]],
  chest: [[
    [2, 174], [18, 166], [40, 163.5], [58, 168], [69, 181], [75.5, 199], [70, 212], [52, 222], [30, 226.5], [11, 223],
    [2, 213],
  ]],
  shoulders: [[
    [56, 157], [66, 152.5], [78, 155], [88.5, 166], [95, 184], [98.5, 207], [99, 224], [94, 231], [87, 219],
    [80, 205], [74, 190], [67.5, 174],
  ]],
  biceps: [[
    [80.5, 215], [87, 219], [93, 231], [99, 235], [101.5, 248], [103.5, 266], [104.5, 284], [101, 296], [95, 298.5],
    [90.5, 285], [86.5, 264], [83, 243],
  ]],
  forearms: [[
    [93, 301], [99, 302], [104, 294], [109, 296], [113, 312], [116, 334], [117, 358], [117, 382], [118.5, 402],
    [109, 403], [102, 380], [95.5, 352], [91.5, 326],
  ]],
  lats: [[[76.5, 214], [74.5, 234], [70, 256], [64.5, 276], [59.5, 270], [61.5, 250], [67.5, 228]]],
  core: [
    [[2, 231], [18, 230], [27, 233], [28.5, 244], [26, 253], [14, 255], [2, 254]],
    [[2, 257.5], [14, 258], [27, 257], [29, 267], [27, 278], [14, 281], [2, 280]],
    [[2, 283.5], [14, 284], [28, 282], [30, 293], [28, 305], [14, 308], [2, 307]],
    [[2, 310.5], [14, 311], [29, 309], [31.5, 326], [28, 350], [18, 376], [8, 398], [2, 403]],
    [[31, 231], [44, 228], [55, 224.5], [64, 223], [59, 238], [56, 252], [54, 264], [44, 261], [32, 256]],
    [
      [32, 260], [44, 266], [56, 273], [58, 288], [58, 304], [59.5, 326], [65, 345], [56, 352], [42, 356], [34.5, 348],
      [35, 326], [33.5, 300],
    ],
  ],
  hip_flexors: [
    [
      [56, 357], [63, 353], [68, 355], [74, 377], [79, 398], [80, 414], [77, 424], [71.5, 418], [66.5, 403], [61, 383],
    ],
    [
      [36, 361], [46, 359], [52.5, 358], [57.5, 374], [58.5, 386], [52, 399], [42, 410], [31, 416], [18, 412], [9, 408],
      [17, 394], [27, 376],
    ],
  ],
  adductors: [[
    [6, 415], [18, 417.5], [31, 420.5], [41, 416], [46, 414], [42, 431], [36, 449], [29, 468], [23, 487], [18.5, 496],
    [15, 484], [11.5, 468], [8.5, 446],
  ]],
  rectus_femoris: [[
    [59.5, 392], [64, 402], [67.5, 424], [67.5, 452], [63.5, 484], [58.5, 510], [52.5, 530], [47.5, 538], [43, 530],
    [40, 508], [39.5, 480], [43, 450], [49, 420], [54, 402],
  ]],
  vasti: [
    [
      [72, 424], [77.5, 430], [80.5, 444], [78.5, 468], [73.5, 498], [66.5, 526], [60.5, 545], [53.5, 546],
      [53, 535], [60, 512], [66, 484], [70, 452],
    ],
    [
      [36.5, 456], [37, 482], [38, 508], [40.5, 531], [44, 545], [39, 553], [31, 551], [25.5, 540], [23, 522],
      [20.5, 503], [25, 488], [31, 472],
    ],
  ],
  tibialis_anterior: [[
    [46, 573], [55, 574], [62, 588], [64.5, 606], [61, 634], [54.5, 664], [49.5, 690], [45, 703], [41.5, 688],
    [40.5, 656], [41, 622], [42, 594],
  ]],
  gastrocnemius: [[
    [25, 571], [32, 576], [37, 592], [38, 612], [35, 632], [28, 649], [23.5, 634], [20.5, 612], [20.5, 592],
  ]],
  soleus: [[[28.5, 655], [34.5, 642], [37.5, 636], [38, 656], [38.5, 684], [39, 703], [34, 699], [31, 678]]],
};

const BACK: Partial<Record<Muscle, readonly Shape[]>> = {
  upper_back: [
    [
      [2, 120], [11, 122], [17, 132], [32, 143.5], [56, 149.5], [74, 154], [66, 164], [49, 173], [36, 190], [25, 214],
      [14, 242], [2, 270],
    ],
    [
      [40, 186], [51, 176.5], [64, 171], [73, 182], [79, 199], [75, 211], [61, 214], [44, 217], [31, 222], [29, 212],
    ],
  ],
  shoulders: [[
    [69, 163], [78, 157.5], [88, 168], [94, 186], [97.5, 208], [97.5, 226], [92, 230], [86, 217], [81, 201], [76, 182],
  ]],
  triceps: [[
    [81, 216], [86.5, 219], [92, 232], [99, 232], [102, 247], [104, 266], [107, 284], [104.5, 293], [97, 288],
    [91, 282], [87, 262], [83, 239],
  ]],
  forearms: [[
    [92.5, 297], [97.5, 293], [103.5, 298], [109.5, 298], [113.5, 318], [117, 346], [117.2, 372], [118.5, 402],
    [109, 403], [102, 380], [95.5, 352], [91.5, 326],
  ]],
  lats: [[
    [29, 226], [44, 221], [61, 218], [75, 215], [75, 233], [70.5, 256], [63.5, 280], [58, 298], [47, 314], [35, 326],
    [28.5, 312], [23.5, 288], [17, 262], [21, 244],
  ]],
  lower_back: [[
    [2, 276], [9, 266], [14, 266], [20, 286], [25.5, 310], [30, 328], [28, 346], [15, 358], [2, 368],
  ]],
  core: [[[59.5, 302], [60, 318], [65.5, 344], [56, 343], [44, 338], [36, 331], [47, 320]]],
  gluteus_medius: [[
    [30, 342], [42, 342], [56, 347], [67, 352], [73.5, 372], [79.5, 398], [80, 416], [70, 396], [58, 380], [44, 369],
    [30, 362], [18, 360],
  ]],
  gluteus_maximus: [[
    [2, 376], [13, 366], [28, 367], [43, 374], [56, 385.5], [68, 401], [77, 421], [72, 431], [58, 436], [41, 440.5],
    [24, 443], [10, 439], [3, 428], [2, 410],
  ]],
  adductors: [[[5.5, 441], [14, 445], [25, 447], [22, 466], [19.5, 486], [16.5, 494], [11.5, 470]]],
  hamstrings: [
    [
      [28.5, 447], [37, 444], [46.5, 443], [47.5, 468], [47, 500], [42, 526], [34, 550], [27, 562], [24.5, 546],
      [22.5, 522], [20.5, 500], [24.5, 472],
    ],
    [
      [50, 442.5], [60, 440], [73, 437], [77, 448], [76, 468], [71.5, 496], [65.5, 524], [61.5, 546], [58.5, 560],
      [54, 550], [49.5, 526], [50, 496],
    ],
  ],
  gastrocnemius: [
    [
      [26.5, 570], [34, 561.5], [41, 567], [44, 584], [44.5, 608], [42, 632], [35, 646], [27.5, 642], [22.5, 624],
      [20, 602], [21.5, 584],
    ],
    [
      [47, 567], [54, 561.5], [60.5, 568], [65, 586], [66, 606], [62.5, 628], [56, 640], [49.5, 640], [46, 626],
      [46, 590],
    ],
  ],
  soleus: [[
    [24, 643], [29, 647], [36, 650], [42, 642], [45, 634], [50, 643.5], [57, 643], [63, 634], [60, 654], [54, 676],
    [49.5, 694], [47, 714], [42.5, 722], [38, 714], [35, 694], [30, 672],
  ]],
};

/** Lines that carry anatomy where no zone lies: knees, neck, fingers and toes. */
const QUIET: Record<View, readonly Shape[]> = {
  front: [
    [[43.5, 553], [49, 555.5], [51.5, 561.5], [49, 567.5], [43.5, 570], [38, 567.5], [35.5, 561.5], [38, 555.5]],
    [[11, 121], [14, 134], [8, 152], [3, 163], [5, 150], [8, 136]],
  ],
  back: [],
};
const FINGERS: readonly (readonly [Point, Point])[] = [
  [[113.2, 490], [115.2, 462]],
  [[120, 497], [121, 462]],
  [[127.8, 486.5], [126.8, 460]],
];
const TOES: readonly (readonly [Point, Point])[] = [
  [[38, 756], [39.5, 746]],
  [[44, 754], [45, 745.5]],
  [[50, 753], [50.2, 744.5]],
  [[55.5, 750.5], [55, 743]],
];
/** Hip, knee, ankle and the ball of the foot: where impact goes through. */
const BONE: readonly Point[] = [[50, 396], [43, 560], [41.5, 702], [43.5, 742]];
/** The leg from the crease of the groin down, for the lens that tints it as a whole. */
const LEG_TOP: Shape = [[2, 412], [16, 404], [36, 388], [56, 368], [72, 362]];

const point = (p: Point, side: 1 | -1): readonly [number, number] => {
  const [x, y] = broaden(p);
  return [MIDLINE + side * x, y];
};
const drawn = (shape: Shape, side: 1 | -1): string =>
  closedPath(straightAtMidline(shape.map(broaden)), side, MIDLINE);
const sides = (shapes: readonly Shape[]): string =>
  ([1, -1] as const).map((side) => shapes.map((s) => drawn(s, side)).join("")).join("");
const line = ([a, b]: readonly [Point, Point], side: 1 | -1): string => {
  const [from, to] = [point(a, side), point(b, side)];
  return `M${from[0]} ${from[1]}L${to[0]} ${to[1]}`;
};

function outline(view: View): string {
  const foot = view === "front" ? FOOT_FRONT : FOOT_BACK;
  const half = [...OUTER, ...HAND, ...INNER, ...foot, ...INSEAM].map(broaden);
  const mirrored = [...half].reverse().map(([x, y, c]): Point => (c ? [-x, y, c] : [-x, y]));
  const head = [...HEAD, ...HEAD.slice(1, -1).reverse().map(([x, y]): Point => [-x, y])];
  return closedPath([...half, [0, 410.5], ...mirrored], 1, MIDLINE) + closedPath(head, 1, MIDLINE);
}

function leg(view: View): string {
  const foot = view === "front" ? FOOT_FRONT : FOOT_BACK;
  const outer = INNER.filter(([x, y]) => y > 370 && x < 86);
  return sides([[...LEG_TOP, ...outer, ...foot, ...INSEAM.slice(0, -1)]]);
}

export interface Drawing {
  silhouette: string;
  quiet: string;
  strokes: string;
  leg: string;
  bones: string;
  joints: readonly (readonly [number, number])[];
  zones: Partial<Record<Muscle, string>>;
}

function draw(view: View): Drawing {
  const zones = Object.entries(view === "front" ? FRONT : BACK) as [Muscle, readonly Shape[]][];
  const strokes = view === "front" ? [...FINGERS, ...TOES] : FINGERS;
  const both = [1, -1] as const;
  return {
    silhouette: outline(view),
    quiet: sides(QUIET[view]),
    strokes: both.flatMap((side) => strokes.map((s) => line(s, side))).join(""),
    leg: leg(view),
    bones: both.map((s) => `M${BONE.map((p) => point(p, s).join(" ")).join("L")}`).join(""),
    joints: both.flatMap((s) => BONE.map((p) => point(p, s))),
    zones: Object.fromEntries(zones.map(([muscle, shapes]) => [muscle, sides(shapes)])),
  };
}

/** Both views, drawn once. */
export const DRAWINGS: Record<View, Drawing> = { front: draw("front"), back: draw("back") };
