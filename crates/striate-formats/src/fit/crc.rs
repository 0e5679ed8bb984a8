//! The checksum of FIT files: CRC-16 with the reversed polynomial 0xA001, started at zero.
//!
//! Sixteen bytes are folded at once through sixteen tables ("slicing", Kounavis and Berry 2005): the checksum must not
//! cost more than the decoding it guards.

const LANES: usize = 16;

const TABLES: [[u16; 256]; LANES] = tables();

const fn tables() -> [[u16; 256]; LANES] {
    let mut tables = [[0; 256]; LANES];
    let mut byte = 0;
    while byte < 256 {
        let mut crc = byte as u16;
        let mut bit = 0;
        while bit < 8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xA001 } else { crc >> 1 };
            bit += 1;
        }
        tables[0][byte] = crc;
        byte += 1;
    }
    let mut lane = 1;
    while lane < LANES {
        let mut byte = 0;
        while byte < 256 {
            let before = tables[lane - 1][byte];
            tables[lane][byte] = (before >> 8) ^ tables[0][(before & 0xFF) as usize];
            byte += 1;
        }
        lane += 1;
    }
    tables
}

/// The checksum of `bytes`. Over data followed by its own checksum (little-endian) it is zero.
pub(super) fn checksum(bytes: &[u8]) -> u16 {
    let (blocks, rest) = bytes.as_chunks::<LANES>();
    let mut crc = 0_u16;
    for block in blocks {
        let [low, high] = crc.to_le_bytes();
        let mut folded =
            TABLES[LANES - 1][usize::from(block[0] ^ low)] ^ TABLES[LANES - 2][usize::from(block[1] ^ high)];
        for (place, &byte) in block.iter().enumerate().skip(2) {
            folded ^= TABLES[LANES - 1 - place][usize::from(byte)];
        }
        crc = folded;
    }
    for &byte in rest {
        crc = (crc >> 8) ^ TABLES[0][usize::from((crc as u8) ^ byte)];
    }
    crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_check_value_holds() {
        // CRC-16/ARC of the nine digits, the check value that catalogues of checksums list.
        assert_eq!(checksum(b"123456789"), 0xBB3D);
    }

    #[test]
    fn folding_sixteen_bytes_at_once_gives_what_one_bit_at_a_time_gives() {
        let bytes: Vec<u8> = (0..1000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for len in [0, 1, 15, 16, 17, 31, 32, 33, 255, 1000] {
            let mut slow = 0_u16;
            for &byte in &bytes[..len] {
                slow ^= u16::from(byte);
                for _ in 0..8 {
                    slow = if slow & 1 == 1 { (slow >> 1) ^ 0xA001 } else { slow >> 1 };
                }
            }
            assert_eq!(checksum(&bytes[..len]), slow, "{len} bytes");
        }
    }

    #[test]
    fn data_with_its_checksum_behind_it_sums_to_zero() {
        let mut bytes = b"eight times two hundred metres".to_vec();
        bytes.extend(checksum(&bytes).to_le_bytes());
        assert_eq!(checksum(&bytes), 0);
    }
}
