//! Whether files are on another machine, whose changes the system does not report.

use std::path::Path;

/// Whether other machines may change a file without this one being told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remote {
    Yes,
    /// A program provides the file system, and what it does is not known.
    Maybe,
}

#[cfg(target_os = "linux")]
impl Remote {
    /// `None` for what is on this machine, for all that is known.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let magic = u32::try_from(rustix::fs::statfs(path).ok()?.f_type).ok()?;
        linux::of(magic, || {
            let device = rustix::fs::stat(path).ok()?.st_dev;
            let (major, minor) = (rustix::fs::major(device), rustix::fs::minor(device));
            let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
            linux::mounted_as(&mounts, &format!("{major}:{minor}")).map(str::to_owned)
        })
    }
}

#[cfg(not(target_os = "linux"))]
impl Remote {
    /// Elsewhere it is not known which file systems there are.
    pub(super) fn of(_path: &Path) -> Option<Self> {
        None
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use super::Remote;

    /// The numbers that `statfs` gives for file systems whose files other machines may change. The first ones
    /// are in the kernel’s `include/uapi/linux/magic.h`; the others are those of modules, as `src/stat.c` of
    /// GNU coreutils lists them.
    const REMOTE: [u32; 23] = [
        0x5346_414f, // AFS_SUPER_MAGIC
        0x6b41_4653, // AFS_FS_MAGIC
        0x00c3_6400, // CEPH_SUPER_MAGIC
        0x7375_7245, // CODA_SUPER_MAGIC
        0x0000_564c, // NCP_SUPER_MAGIC
        0x0000_6969, // NFS_SUPER_MAGIC
        0x7461_636f, // OCFS2_SUPER_MAGIC
        0x0000_517b, // SMB_SUPER_MAGIC
        0xff53_4d42, // CIFS_SUPER_MAGIC
        0xfe53_4d42, // SMB2_SUPER_MAGIC
        0x0102_1997, // V9FS_MAGIC
        0x0bd0_0bd0, // Lustre
        0x4750_4653, // GPFS
        0x0116_1970, // GFS2
        0x1983_0326, // BeeGFS
        0x0131_11a8, // IBRIX
        0xaad7_aaea, // PanFS
        0xbeef_dead, // SNFS
        0x6163_6673, // ACFS
        0xa501_fcf5, // VxFS
        0xbacb_acbc, // folders shared by VMware
        0x7c7c_6673, // folders shared by Parallels
        0x786f_4256, // folders shared by VirtualBox
    ];

    /// `FUSE_SUPER_MAGIC`, which stands for anything that a program provides.
    const FUSE: u32 = 0x6573_5546;

    /// What file systems on this machine are called that a program provides. Those on a block device are all
    /// called `fuseblk`, such as the disks that ntfs-3g reads.
    const LOCAL_FUSE: [&str; 15] = [
        "fuseblk",
        "fuse.ntfs-3g",
        "fuse.ntfs",
        "fuse.exfat",
        "fuse.fuse2fs",
        "fuse.fuseext2",
        "fuse.fuse-overlayfs",
        "fuse.overlayfs",
        "fuse.unionfs",
        "fuse.mergerfs",
        "fuse.bindfs",
        "fuse.encfs",
        "fuse.gocryptfs",
        "fuse.cryfs",
        "fuse.portal",
    ];

    /// `mounted_as` is asked where the number does not say enough.
    pub(super) fn of(magic: u32, mounted_as: impl FnOnce() -> Option<String>) -> Option<Remote> {
        if REMOTE.contains(&magic) {
            return Some(Remote::Yes);
        }
        let is_local = |name: String| LOCAL_FUSE.contains(&name.as_str());
        (magic == FUSE && !mounted_as().is_some_and(is_local)).then_some(Remote::Maybe)
    }

    /// The name of the file system on a device, written `0:42`, according to `/proc/self/mountinfo`.
    pub(super) fn mounted_as<'m>(mounts: &'m str, device: &str) -> Option<&'m str> {
        let mut lines = mounts.lines();
        lines.find_map(|line| {
            let is_it = line.split(' ').nth(2) == Some(device);
            // Before the hyphen, there are as many fields as there are.
            let name = line.split_once(" - ")?.1.split(' ').next()?;
            is_it.then_some(name)
        })
    }

    #[cfg(test)]
    mod tests {
        use super::{FUSE, mounted_as, of};
        use crate::store::Remote;

        const MOUNTS: &str = "\
            22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n\
            40 22 0:36 / /mnt/other rw master:1 shared:2 - fuse.sshfs me@there:/ rw,user_id=0\n\
            41 22 8:17 / /mnt/disk rw - fuseblk /dev/sdb1 rw\n";

        #[test]
        fn what_a_program_provides_is_told_apart_by_its_name() {
            let named = |device: &str| of(FUSE, || mounted_as(MOUNTS, device).map(str::to_owned));
            assert_eq!(named("0:36"), Some(Remote::Maybe));
            assert_eq!(named("8:17"), None);
            assert_eq!(named("0:99"), Some(Remote::Maybe));
        }

        #[test]
        fn network_file_systems_are_known_by_their_numbers() {
            let asked = || panic!("the number says enough");
            for magic in [0x6969, 0x7375_7245, 0x0bd0_0bd0, 0xfe53_4d42] {
                assert_eq!(of(magic, asked), Some(Remote::Yes), "{magic:x}");
            }
            // ext4, tmpfs, btrfs, overlayfs
            for magic in [0xef53, 0x0102_1994, 0x9123_683e, 0x794c_7630] {
                assert_eq!(of(magic, asked), None, "{magic:x}");
            }
        }
    }
}
