/** How columns or files become one input tensor of a model. */
export type InputSpec = ImageSpec | ColumnsSpec | ColumnInputSpec | ArraySpec;

/** A picture a row: decoded, resized, cropped, scaled, standardised, in this order. */
export interface ImageSpec {
  readonly kind: 'image';
  /** The column that names the picture, relative to the table. */
  readonly file: string;
  readonly resize?:
    | {
        readonly width: number;
        readonly height: number;
        readonly filter: 'nearest' | 'bilinear' | 'bicubic' | 'lanczos';
        /** `crop` cuts off what is too long, from the middle; `pad` fills what is too short with black. */
        readonly fit: 'stretch' | 'crop' | 'pad';
      }
    | undefined;
  /** From the centre, after resizing. */
  readonly crop?: { readonly width: number; readonly height: number } | undefined;
  readonly colour: 'rgb' | 'bgr' | 'grey';
  readonly layout: 'nchw' | 'nhwc';
  /** Of pixel values, 0 to 255. */
  readonly scale?: LinearScale | undefined;
  /** Subtracted after scaling: one number, or one a channel in the tensor's order. */
  readonly mean?: readonly number[] | undefined;
  /** Divided by after the mean: one number, or one a channel. */
  readonly std?: readonly number[] | undefined;
}

/** Maps values linearly, `from[0]` to `to[0]` and `from[1]` to `to[1]`. */
export interface LinearScale {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** Columns as one float tensor [batch, features], in this order. */
export interface ColumnsSpec {
  readonly kind: 'columns';
  readonly columns: readonly FeatureSpec[];
}

/** How a column becomes one number, or one number a category. */
export type FeatureSpec =
  /** (x − mean) / std, of log(1 + x) where `log1p`; `missing` stands for x where the cell is empty. */
  | {
      readonly kind: 'number';
      readonly column: string;
      readonly log1p: boolean;
      readonly mean: number;
      readonly std: number;
      readonly missing?: number | undefined;
    }
  /** 1 for the cell's category and 0 for the others; `missing` is the category of an empty cell. */
  | {
      readonly kind: 'one-hot';
      readonly column: string;
      readonly categories: readonly string[];
      readonly other: 'error' | 'zeros';
      readonly missing?: string | undefined;
    };

/** A column as it is. */
export interface ColumnInputSpec {
  readonly kind: 'column';
  readonly column: string;
  readonly missing?: number | string | undefined;
}

/** A NumPy array a row. */
export interface ArraySpec {
  readonly kind: 'array';
  /** The column that names a .npy file, relative to the table. */
  readonly file: string;
  readonly scale?: LinearScale | undefined;
  readonly mean?: readonly number[] | undefined;
  readonly std?: readonly number[] | undefined;
}
