/** How a column becomes the values of an attribute. */
export interface AttributeSpec {
  readonly name: string;
  readonly column: string;
  /** The values that there may be, in the order in which they are shown; a missing cell needs no place in it. */
  readonly order?: readonly string[] | undefined;
  /** Inner edges, ascending; each bin holds its lower edge. */
  readonly bins?: readonly number[] | undefined;
  /** The label of missing cells; `missing` unless given. A cell that holds this very text falls into the same slice. */
  readonly missing?: string | undefined;
}
